import type { Language } from '#protocol/primitives.ts';

/**
 * The outbox: letters written in the transaction that gives rise to them, sent afterwards. A letter with a one-time
 * link holds no token: the token is made when the letter leaves, so that none ever lies in the database readable.
 */
export interface LettersTable {
  id: string;
  kind: string;
  /** Null: nobody; the row is written so that known and unknown addresses take the same time. */
  recipient: string | null;
  account_id: string | null;
  language: Language;
  /** JSON of what the letter says beside its kind. */
  facts: string;
  /** Whom its link is for (see OneTimeLinksTable); null: it has none. */
  subject_id: string | null;
  created_at: number;
  /** Null: sent, or not to be sent any more. */
  next_try_at: number | null;
  tries: number;
  sent_at: number | null;
}

/** How often letters were asked for, by the SHA-256 of kind and address, hex. */
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
