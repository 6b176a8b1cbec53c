/** Failed sign-ins in a row by the SHA-256 of the normalised address, whether or not it has an account. */
export interface SignInFailuresTable {
  email_hash: string;
  failures: number;
  last_failed_at: number;
  /** No try is looked at before this. */
  wait_until: number | null;
}

declare module '../database/schema.ts' {
  interface Database {
    sign_in_failures: SignInFailuresTable;
  }
}
