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

export interface SmsTables {
  incoming_messages: IncomingMessageTable;
}
