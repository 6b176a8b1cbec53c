/** What the SMS gateway sent. */
export interface ShortMessagesTable {
  id: string;
  at: number;
  phone: string;
  account_id: string | null;
  text: string;
}

/** A message written to the short number. `id` is the gateway's own, so that one delivered twice is one. */
export interface IncomingMessageTable {
  id: string;
  /** ms UTC */
  at: number;
  /** E.164 */
  phone: string;
  text: string;
  payment_id: string | null;
  /** What was written back; null while it is being worked on. */
  answer: string | null;
}

declare module '../database/schema.ts' {
  interface Database {
    short_messages: ShortMessagesTable;
    incoming_messages: IncomingMessageTable;
  }
}
