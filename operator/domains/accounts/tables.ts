import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Computer, Language } from '#protocol/primitives.ts';

/**
 * A person who can sign in. `email` is normalised (trimmed, lower case) and unique; null where a social network gave
 * none. `name` is null until a contract is bound or a network told it.
 */
export interface AccountsTable {
  id: string;
  email: string | null;
  name: string | null;
  /** scrypt in PHC form; see passwords.ts. Null: one gets in through a social network alone. */
  password_hash: string | null;
  created_at: number;
  /** E.164; confirmed by a code. */
  phone: string | null;
  /** Language of letters; null: the operator's first. */
  language: Language | null;
  password_changed_at: number | null;
}

/** A registration by e-mail that waits for its letter to be answered. `advertising_consent`: 0 or 1. */
export interface RegistrationsTable {
  id: string;
  email: string;
  password_hash: string;
  advertising_consent: number;
  consent_text_version: string;
  language: Language;
  created_at: number;
}

/** What a link in a letter is for; `subject_id` names the registration, the account, or the change of address. */
export type LinkPurpose = 'registration' | 'password-reset' | 'email';

/** Links from letters by the SHA-256 of their token, hex. One use. */
export interface OneTimeLinksTable {
  token_hash: string;
  purpose: LinkPurpose;
  subject_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** A new address that waits for its letter; at most one an account. */
export interface EmailChangesTable {
  id: string;
  account_id: string;
  email: string;
  created_at: number;
}

/** A new telephone number that waits for its code (SHA-256 with the account's id, hex). */
export interface PhoneChangesTable {
  account_id: string;
  phone: string;
  code_hash: string;
  tries: number;
  created_at: number;
  expires_at: number;
}

/** Each giving and taking back of a consent; the newest row is the one that holds. `granted`: 0 or 1. */
export interface ConsentsTable {
  id: string;
  account_id: string;
  kind: 'advertising';
  granted: number;
  text_version: string;
  at: number;
}

/** The authenticator app's secret (base32). `confirmed_at` null: being set up, until `setup_expires_at`. */
export interface TwoStepTable {
  account_id: string;
  secret: string;
  /** Until then the session that confirmed it may also ask for its recovery codes again. */
  setup_expires_at: number | null;
  confirmed_at: number | null;
  confirmed_session: string | null;
  /** The newest attempt of that session, see `twoStepConfirmation`. */
  confirm_attempt: number | null;
  /** The newest time step that a code was taken of: none is taken twice (RFC 6238, 5.2). */
  last_step: number | null;
}

/** Recovery codes by their scrypt hash; those of one account share a salt. See two-step/recovery-codes.ts. */
export interface RecoveryCodesTable {
  account_id: string;
  code_hash: string;
  used_at: number | null;
}

/** A sign-in whose first step was right and whose second is awaited, by the SHA-256 of its challenge, hex. */
export interface SignInChallengesTable {
  token_hash: string;
  account_id: string;
  computer: Computer;
  device_name: string;
  device_platform: string;
  tries: number;
  expires_at: number;
}

/** A social network's person linked to an account; one of each network an account. */
export interface IdentitiesTable {
  provider: IdentityProvider;
  /** The network's own, lasting name of the person. */
  subject: string;
  account_id: string;
  name: string | null;
  email: string | null;
  linked_at: number;
}

/**
 * An authorization request under way at the broker, by the SHA-256 (hex) of the state given to the network together
 * with the cookie given to the browser.
 */
export interface OauthRequestsTable {
  state_hash: string;
  provider: IdentityProvider;
  redirect_uri: string;
  /** The program's own state, handed back to it. */
  client_state: string;
  code_challenge: string;
  /** PKCE verifier and nonce towards the network; both are worthless without its code. */
  provider_verifier: string;
  nonce: string;
  expires_at: number;
}

/** Codes for the program by their SHA-256, hex. `person`: JSON of the network's person. */
export interface OauthCodesTable {
  code_hash: string;
  redirect_uri: string;
  code_challenge: string;
  person: string;
  expires_at: number;
  used_at: number | null;
  /** The ticket given for it: a second use withdraws that (RFC 6749, 4.1.2). */
  ticket_hash: string | null;
}

/** Tickets for one sign-in or link, by their SHA-256, hex. */
export interface IdentityTicketsTable {
  token_hash: string;
  person: string;
  expires_at: number;
  used_at: number | null;
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
  ended_because:
    'signed-out' | 'idle' | 'token-reused' | 'ended-elsewhere' | 'password-changed' | 'account-deleted' | null;
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

declare module '../../platform/database/schema.ts' {
  interface Database {
    accounts: AccountsTable;
    account_contracts: AccountContractsTable;
    sessions: SessionsTable;
    access_tokens: AccessTokensTable;
    refresh_tokens: RefreshTokensTable;
    registrations: RegistrationsTable;
    one_time_links: OneTimeLinksTable;
    email_changes: EmailChangesTable;
    phone_changes: PhoneChangesTable;
    consents: ConsentsTable;
    two_step: TwoStepTable;
    recovery_codes: RecoveryCodesTable;
    sign_in_challenges: SignInChallengesTable;
    identities: IdentitiesTable;
    oauth_requests: OauthRequestsTable;
    oauth_codes: OauthCodesTable;
    identity_tickets: IdentityTicketsTable;
  }
}
