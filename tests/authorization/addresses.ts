import { newId } from '../../operator/platform/crypto/tokens.ts';
import type { Rig } from './harness.ts';

/** What can stand behind an address, as far as doors are concerned. */
export const addressKinds = [
  /** An account with a password. */
  'known',
  /** Nothing. */
  'unknown',
  /** A registration whose letter was not answered. */
  'pending',
  /** An account that one gets into through a network alone. */
  'social',
] as const;
export type AddressKind = (typeof addressKinds)[number];

/**
 * Makes an address of each kind, which nobody has asked about yet. For tests alone.
 *
 * @param series tells the addresses from others; they differ in one letter among themselves
 * @param passwordHash of the account, and of the registration that waits
 */
export async function makeAddresses(
  rig: Rig,
  series: string,
  passwordHash: string,
): Promise<Record<AddressKind, string>> {
  const { clock, db } = rig.server.core;
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
