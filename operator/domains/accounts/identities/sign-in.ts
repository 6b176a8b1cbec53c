import type { Kysely } from 'kysely';
import type { IdentityLinkSignInRequest, IdentitySignInRequest } from '#protocol/api/identity.ts';
import type { SignInAnswer } from '#protocol/api/sessions.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { lockAccount } from '../account-lock.ts';
import { newId } from '../../../platform/crypto/tokens.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { accountOfPerson, linkIn, tellOwner } from './links.ts';
import type { NetworkPerson } from './person.ts';
import { peekTicket, useTicket } from './tickets.ts';

/** Something changed between looking and doing: the transaction is undone and begun again. */
class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

const ROUNDS = 5;

async function withRetry<T>(round: () => Promise<T>): Promise<T> {
  for (let left = ROUNDS; left > 0; left -= 1) {
    try {
      return await round();
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error;
    }
  }
  throw new ProblemError('service-unavailable', { retryAfterMs: 1_000 });
}

/** The person of a good ticket, of a network that is on. @throws `identity-ticket-expired` */
async function personOf(
  { clock, offered }: IdentityDeps,
  db: Kysely<Database>,
  ticket: string,
): Promise<NetworkPerson> {
  const person = await peekTicket(db, ticket, clock.now());
  if (!offered.includes(person.provider)) throw new ProblemError('identity-ticket-expired');
  return person;
}

async function accountByEmail(db: Kysely<Database>, email: string): Promise<string | null> {
  const row = await db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst();
  return row?.id ?? null;
}

/**
 * A new account for a person whom nobody knows yet. The address becomes the account's only if the network says that it
 * was confirmed; an unconfirmed one stands with the identity and opens nothing.
 */
async function makeAccount(trx: Kysely<Database>, person: NetworkPerson, now: number): Promise<string> {
  const id = newId();
  const made = await trx
    .insertInto('accounts')
    .values({
      id,
      email: person.emailVerified ? person.email : null,
      name: person.name,
      password_hash: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if ((made.numInsertedOrUpdatedRows ?? 0n) === 0n) throw new ChangedMeanwhile();
  const linked = await trx
    .insertInto('identities')
    .values({
      provider: person.provider,
      subject: person.subject,
      account_id: id,
      name: person.name,
      email: person.email,
      linked_at: now,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'subject']).doNothing())
    .executeTakeFirst();
  if ((linked.numInsertedOrUpdatedRows ?? 0n) === 0n) throw new ChangedMeanwhile();
  return id;
}

/** The account that the ticket opens; made where the person is new. Holds it, if it was there. */
async function accountFor(trx: Kysely<Database>, person: NetworkPerson, now: number): Promise<string> {
  const known = await accountOfPerson(trx, person);
  if (known !== null) {
    await lockAccount(trx, known);
    // Unlinked while the lock was waited for.
    if ((await accountOfPerson(trx, person)) !== known) throw new ChangedMeanwhile();
    return known;
  }
  const { email, emailVerified } = person;
  if (email !== null && emailVerified && (await accountByEmail(trx, email)) !== null) {
    // A request of the same person may have created the account since the first read.
    if ((await accountOfPerson(trx, person)) !== null) throw new ChangedMeanwhile();
    throw new ProblemError('account-link-needed', { email });
  }
  return makeAccount(trx, person, now);
}

/**
 * Signs a network's person in. Whoever is linked gets their account; whoever has the confirmed address of an account
 * is asked for its password first (`linkAndSignIn`), since an address may have changed hands; everybody else is new.
 * The ticket is used up with the session that it opens, and stays good when there is none.
 *
 * @throws `identity-ticket-expired`, `account-link-needed` (with `email`)
 */
export function signInByIdentity(deps: IdentityDeps, request: IdentitySignInRequest): Promise<SignInAnswer> {
  const { db, clock, sessions } = deps;
  const { ticket, ...place } = request;
  return withRetry(() =>
    db.transaction().execute(async (trx) => {
      const now = clock.now();
      const person = await personOf(deps, trx, ticket);
      // First, so that of several at once one alone goes on to look for the account: the others wait here and are refused.
      await useTicket(trx, ticket, now);
      const accountId = await accountFor(trx, person, now);
      return sessions.begin(accountId, place, trx);
    }),
  );
}

/**
 * Links a network to the account that has its confirmed address, by that account's password, and signs in. Wrong
 * passwords count as wrong sign-ins of that address.
 *
 * @throws `sign-in-failed`, `sign-in-throttled`, `identity-ticket-expired`; `provider-already-linked` (to another
 *   person of that network), `identity-taken` (linked elsewhere in the same moment)
 */
export async function linkAndSignIn(deps: IdentityDeps, request: IdentityLinkSignInRequest): Promise<SignInAnswer> {
  const { db, clock, sessions, letters } = deps;
  const { ticket, password, ...place } = request;
  const asked = await personOf(deps, db, ticket);
  const { email, emailVerified } = asked;
  // A ticket that needs no link, or may not have one, is of no use here.
  const linkable = email !== null && emailVerified && (await accountOfPerson(db, asked)) === null;
  if (!linkable) throw new ProblemError('identity-ticket-expired');
  const answer = await sessions.withPassword(email, password, async (trx, accountId) => {
    const now = clock.now();
    const person = await personOf(deps, trx, ticket);
    await useTicket(trx, ticket, now);
    await linkIn(trx, accountId, person, now);
    const account = await lockAccount(trx, accountId);
    if (account) await tellOwner(trx, deps, account, 'identity-linked', person.provider);
    return sessions.begin(accountId, place, trx);
  });
  letters.wake();
  return answer;
}
