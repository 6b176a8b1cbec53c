/** What the built-in catcher received over SMTP; `source` is the message as it came (RFC 5322). */
export interface CaughtLettersTable {
  id: string;
  at: number;
  recipient: string;
  source: string;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    caught_letters: CaughtLettersTable;
  }
}
