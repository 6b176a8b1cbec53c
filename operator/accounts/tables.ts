import type { Computer } from '#protocol/primitives.ts';

/** A person who can sign in. `email` is normalised (trimmed, lower case) and unique. */
export interface AccountsTable {
  id: string;
  email: string;
  name: string;
  /** scrypt in PHC form; see passwords.ts. */
  password_hash: string;
  created_at: number;
}

/** Which contracts an account may see, in the order shown, and what the subscriber calls each. */
export interface AccountContractsTable {
  account_id: string;
  contract_number: string;
  label: string | null;
  position: number;
}

/** One signed-in device. All moments are ms UTC. */
export interface SessionsTable {
  id: string;
  account_id: string;
  computer: Computer;
  device_name: string;
  device_platform: string;
  created_at: number;
  /** Absolute end; no refresh prolongs it. */
  expires_at: number;
  /** Last request of the person (streams and refreshes do not count). */
  last_used_at: number;
  ended_at: number | null;
  ended_because: 'signed-out' | 'idle' | 'token-reused' | null;
  /** Number of the token pair that is good now; each refresh makes a new one. */
  generation: number;
  /** 1 once the pair of `generation` was used: from then on no retry with the previous token is believed. */
  generation_used: number;
}

/** Access tokens by the SHA-256 of the token, hex. */
export interface AccessTokensTable {
  token_hash: string;
  session_id: string;
  generation: number;
  expires_at: number;
}

/** Refresh tokens by the SHA-256 of the token, hex; kept as long as the session, so that reuse is noticed. */
export interface RefreshTokensTable {
  token_hash: string;
  session_id: string;
  generation: number;
  /** Generation of the token that this one was given for; null at sign-in. */
  parent_generation: number | null;
  /** When it was first exchanged for a successor; null: not yet. */
  replaced_at: number | null;
}

/** Failed sign-ins in a row by the SHA-256 of the normalised address, whether or not it has an account. */
export interface SignInFailuresTable {
  email_hash: string;
  failures: number;
  last_failed_at: number;
  /** No try is looked at before this. */
  wait_until: number | null;
}

/** The tables of accounts and sessions, for the `Database` type of Kysely. */
export interface AccountTables {
  accounts: AccountsTable;
  account_contracts: AccountContractsTable;
  sessions: SessionsTable;
  access_tokens: AccessTokensTable;
  refresh_tokens: RefreshTokensTable;
  sign_in_failures: SignInFailuresTable;
}
