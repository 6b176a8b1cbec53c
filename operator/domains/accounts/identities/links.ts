import type { Kysely, Selectable } from 'kysely';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { holdAccount } from '../lock-active-account.ts';
import { requireProof } from '../passwords/proof.ts';
import type { Caller } from '../sessions/sessions.ts';
import type { AccountsTable } from '../tables.ts';
import type { IdentityDeps } from './identity-deps.ts';
import type { NetworkPerson } from './person.ts';
import { opensWithout } from './rules.ts';
import { peekTicket, useTicket } from './tickets.ts';

/** The account of a network's person; null where nobody is linked to them. */
export async function accountOfPerson(
  db: Kysely<Database>,
  { provider, subject }: Pick<NetworkPerson, 'provider' | 'subject'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('identities')
    .select('account_id')
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.account_id ?? null;
}

/**
 * Links a person to an account, in a transaction that holds the account.
 *
 * @throws `provider-already-linked` (the account has one of this network), `identity-taken` (the person another account)
 */
export async function linkIn(
  trx: Kysely<Database>,
  accountId: string,
  person: NetworkPerson,
  now: number,
): Promise<void> {
  const linked = await trx
    .selectFrom('identities')
    .select('subject')
    .where('account_id', '=', accountId)
    .where('provider', '=', person.provider)
    .executeTakeFirst();
  if (linked) throw new ProblemError('provider-already-linked');
  // Without the account's lock somebody else may link the same person at the same time: the key decides.
  const inserted = await trx
    .insertInto('identities')
    .values({
      provider: person.provider,
      subject: person.subject,
      account_id: accountId,
      name: person.name,
      email: person.email,
      linked_at: now,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'subject']).doNothing())
    .executeTakeFirst();
  if ((inserted.numInsertedOrUpdatedRows ?? 0n) === 0n) throw new ProblemError('identity-taken');
}

/** Tells the account's owner, where there is an address, that a network was linked or unlinked. */
export async function tellOwner(
  trx: Kysely<Database>,
  { letters, language }: Pick<IdentityDeps, 'letters' | 'language'>,
  account: Selectable<AccountsTable>,
  kind: 'identity-linked' | 'identity-unlinked',
  provider: IdentityProvider,
): Promise<void> {
  if (account.email === null) return;
  await letters.write(trx, {
    kind,
    recipient: account.email,
    accountId: account.id,
    language: account.language ?? language,
    facts: { provider },
  });
}

/**
 * Links a network to the signed-in account.
 *
 * @throws as `requireProof`; `identity-ticket-expired`, `identity-taken`, `provider-already-linked`
 */
export async function linkIdentity(
  deps: IdentityDeps,
  caller: Caller,
  request: { readonly ticket: string; readonly password: string | null },
): Promise<void> {
  const { db, clock, letters, offered } = deps;
  await requireProof(deps, caller, request.password);
  await db.transaction().execute(async (trx) => {
    const now = clock.now();
    const account = await holdAccount(trx, caller);
    const person = await peekTicket(trx, request.ticket, now);
    if (!offered.includes(person.provider)) throw new ProblemError('identity-ticket-expired');
    await linkIn(trx, account.id, person, now);
    // Last: what is refused above leaves the ticket good.
    await useTicket(trx, request.ticket, now);
    await tellOwner(trx, deps, account, 'identity-linked', person.provider);
  });
  letters.wake();
}

/**
 * Unlinks a network from the signed-in account. Of two unlinkings at once the second one finds what the first one left.
 *
 * @throws as `requireProof`; `last-way-in`, `not-found` (not linked, or not offered here)
 */
export async function unlinkIdentity(
  deps: IdentityDeps,
  caller: Caller,
  provider: IdentityProvider,
  password: string | null,
): Promise<void> {
  const { db, letters, offered } = deps;
  if (!offered.includes(provider)) throw new ProblemError('not-found');
  await requireProof(deps, caller, password);
  await db.transaction().execute(async (trx) => {
    const account = await holdAccount(trx, caller);
    const rows = await trx.selectFrom('identities').select('provider').where('account_id', '=', account.id).execute();
    const networks = rows.map((row) => row.provider);
    if (!networks.includes(provider)) throw new ProblemError('not-found');
    const ways = { email: account.email, hasPassword: account.password_hash !== null, networks };
    if (!opensWithout(ways, provider, offered)) throw new ProblemError('last-way-in');
    await trx.deleteFrom('identities').where('account_id', '=', account.id).where('provider', '=', provider).execute();
    await tellOwner(trx, deps, account, 'identity-unlinked', provider);
  });
  letters.wake();
}
