import type { Language } from '#protocol/primitives.ts';

/**
 * The outbox: mail is stored in the transaction that causes it and sent afterwards. The token of a one-time link is
 * created when the mail is sent, so that the database never holds it in clear text.
 */
export interface LettersTable {
  id: string;
  kind: string;
  /** Null: not sent. Such rows are stored so that known and unknown addresses take the same time. */
  recipient: string | null;
  account_id: string | null;
  language: Language;
  /** JSON object of template values. */
  facts: string;
  /** Subject of the one-time link (see OneTimeLinksTable); null: no link. */
  subject_id: string | null;
  created_at: number;
  /** ms UTC; null: sent or given up. */
  next_try_at: number | null;
  tries: number;
  sent_at: number | null;
}

/** Request counters for mail, keyed by the SHA-256 of kind and address (hex). */
export interface LetterRequestsTable {
  key_hash: string;
  last_at: number;
  window_from: number;
  in_window: number;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    letters: LettersTable;
    letter_requests: LetterRequestsTable;
  }
}
