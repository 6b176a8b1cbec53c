/** A request made under an Idempotency-Key: `answer` is null while it runs (until `lease_until`). */
export interface IdempotencyKeyTable {
  key_hash: string;
  body_hash: string;
  lease_until: number;
  status: number | null;
  answer: string | null;
  expires_at: number;
}

declare module '../database/schema.ts' {
  interface Database {
    idempotency_keys: IdempotencyKeyTable;
  }
}
