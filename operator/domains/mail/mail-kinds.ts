import type { Kysely } from 'kysely';
import type { Language } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';

/** Letters whose point is a one-time link; the token is made when the letter leaves. */
export const linkKinds = ['registration', 'password-reset', 'email'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Letters that tell an owner of something. */
export const noticeKinds = [
  /** Somebody registered with an address that has an account: to its owner. */
  'address-known',
  'password-changed',
  /** A change of address was asked for: to the old one. */
  'email-changing',
  /** Somebody wants an address that has an account: to its owner. */
  'email-taken',
  'two-step-on',
  'two-step-off',
  'identity-linked',
  'identity-unlinked',
  'account-deleted',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type LetterKind = LinkKind | NoticeKind;

/** A letter to be written. */
export interface LetterOrder {
  readonly kind: LetterKind;
  /** Null: nobody gets it, and the same work is done (an address without an account asks for a new password). */
  readonly recipient: string | null;
  /** Whose it is: the letter goes with the account when that is deleted. */
  readonly accountId: string | null;
  readonly language: Language;
  /**
   * What it says beside its kind: `provider` (`identity-linked`, `identity-unlinked`: id of the network) and `email`
   * (`email-changing`: the new address). Anything else is left out.
   */
  readonly facts?: Readonly<Record<string, string>>;
  /** Whom the link is for (see OneTimeLinksTable); letters with a link need it. */
  readonly subjectId?: string;
}

/** The operator's post: letters are stored with what gives rise to them and sent afterwards. */
export interface Letters {
  /**
   * Stores a letter in the caller's transaction. A letter with a link takes the place of those of its kind and subject
   * that have not left yet.
   */
  write(trx: Kysely<Database>, order: LetterOrder): Promise<void>;
  /** To be called after the commit: what is due leaves now. Never throws, never waits. */
  wake(): void;
  /** Whether letters wait because the mail server did not answer when it was last spoken to. */
  delayed(): boolean;
}
