import type { Kysely } from 'kysely';
import type { Language } from '#protocol/primitives.ts';
import type { Database } from '../../platform/database/schema.ts';

/** Mail that carries a one-time link. The token is created when the mail is sent. */
export const linkKinds = ['registration', 'password-reset', 'email'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Mail that notifies an account owner. */
export const noticeKinds = [
  /** A registration used the address of an existing account; sent to its owner. */
  'address-known',
  'password-changed',
  /** A change of e-mail address was requested; sent to the old address. */
  'email-changing',
  /** Another account requested this address; sent to its owner. */
  'email-taken',
  'two-step-on',
  'two-step-off',
  'identity-linked',
  'identity-unlinked',
  'account-deleted',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type MailKind = LinkKind | NoticeKind;

/** A mail to store in the outbox. */
export interface MailOrder {
  readonly kind: MailKind;
  /** Null: not sent. The row is stored anyway, so that unknown addresses take the same time as known ones. */
  readonly recipient: string | null;
  /** Account that owns the mail; deleting the account deletes the mail. */
  readonly accountId: string | null;
  readonly language: Language;
  /**
   * Template values: `provider` (`identity-linked`, `identity-unlinked`: id of the social network) and `email`
   * (`email-changing`: the new address). Other keys are ignored.
   */
  readonly facts?: Readonly<Record<string, string>>;
  /** Subject of the one-time link (see OneTimeLinksTable); required for mail with a link. */
  readonly subjectId?: string;
}

/** Mail queue: mail is stored in the transaction that causes it and sent after the commit. */
export interface Letters {
  /**
   * Stores a mail in the caller's transaction. A mail with a link replaces unsent mail of the same kind and subject.
   * Throws when a mail with a link and a recipient has no `subjectId`.
   */
  write(trx: Kysely<Database>, order: MailOrder): Promise<void>;
  /** Starts sending due mail; call it after the commit. Never throws, returns at once. */
  wake(): void;
  /** True when the mail server did not answer at the last attempt. */
  delayed(): boolean;
}
