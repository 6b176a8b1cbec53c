import { newId } from '../../operator/platform/crypto/tokens.ts';
import type { Rig } from './harness.ts';

/** States of an e-mail address that public routes must not reveal. */
export const addressKinds = [
  /** An account with a password. */
  'known',
  /** No account. */
  'unknown',
  /** An unconfirmed registration. */
  'pending',
  /** An account that signs in through a social network only. */
  'social',
] as const;
export type AddressKind = (typeof addressKinds)[number];

/**
 * Creates a new address of each kind, without any earlier request. Test helper.
 *
 * @param series unique part of the addresses; they differ from each other in one character
 * @param passwordHash hash for the account and for the pending registration
 */
export async function makeAddresses(
  harness: Rig,
  series: string,
  passwordHash: string,
): Promise<Record<AddressKind, string>> {
  const { clock, db } = harness.server.core;
  const created_at = clock.now();
  const address = (one: string): string => `${series}.${one}@example.test`;
  const made = { known: address('a'), unknown: address('b'), pending: address('c'), social: address('d') };
  for (const [email, password_hash] of [
    [made.known, passwordHash],
    [made.social, null],
  ] as const) {
    await db.insertInto('accounts').values({ id: newId(), email, name: series, password_hash, created_at }).execute();
  }
  const consent = { advertising_consent: 0, consent_text_version: '2026-09', language: 'sv' } as const;
  await db
    .insertInto('registrations')
    .values({ id: newId(), email: made.pending, password_hash: passwordHash, created_at, ...consent })
    .execute();
  return made;
}
