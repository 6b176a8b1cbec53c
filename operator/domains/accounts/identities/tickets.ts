import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { newToken, sha256 } from '../../../platform/crypto/tokens.ts';
import { readPerson, type NetworkPerson } from './person.ts';

/** What a code for the program is bound to. */
export interface CodeBinding {
  readonly redirectUri: string;
  readonly codeChallenge: string;
}

/** Makes the code that the program exchanges for a ticket. @returns the code, given out this once */
export async function makeCode(
  db: Kysely<Database>,
  binding: CodeBinding,
  person: NetworkPerson,
  expiresAt: number,
): Promise<string> {
  const code = newToken();
  await db
    .insertInto('oauth_codes')
    .values({
      code_hash: sha256(code),
      redirect_uri: binding.redirectUri,
      code_challenge: binding.codeChallenge,
      person: JSON.stringify(person),
      expires_at: expiresAt,
      used_at: null,
      ticket_hash: null,
    })
    .execute();
  return code;
}

/** What the program shows to have its code exchanged. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/**
 * Exchanges a code for a ticket (RFC 6749, 4.1.3; RFC 7636, 4.6). A code is looked at once, whatever comes of it; a
 * second time withdraws the ticket that the first one brought, because then two hold the code.
 *
 * @returns the ticket, given out this once; null when the code is unknown, used, too old or bound to something else
 */
export async function exchangeCode(
  db: Kysely<Database>,
  { code, redirectUri, verifier }: CodeExchange,
  now: number,
  rules: AccountRules,
): Promise<string | null> {
  const codeHash = sha256(code);
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('oauth_codes')
      .set({ used_at: now })
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) {
      await trx
        .deleteFrom('identity_tickets')
        .where('token_hash', 'in', (eb) =>
          eb.selectFrom('oauth_codes').select('ticket_hash').where('code_hash', '=', codeHash).$castTo<{
            ticket_hash: string;
          }>(),
        )
        .execute();
      return null;
    }
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    if (row.expires_at <= now || row.redirect_uri !== redirectUri || row.code_challenge !== challenge) return null;
    const ticket = newToken();
    const ticketHash = sha256(ticket);
    const expiresAt = now + rules.identityTicketMs;
    await trx
      .insertInto('identity_tickets')
      .values({ token_hash: ticketHash, person: row.person, expires_at: expiresAt, used_at: null })
      .execute();
    // Kept for a second use alone: the person goes on with the ticket.
    await trx
      .updateTable('oauth_codes')
      .set({ ticket_hash: ticketHash, person: '' })
      .where('code_hash', '=', codeHash)
      .execute();
    return ticket;
  });
}

/** Whose a good ticket is, without using it. @throws `identity-ticket-expired` */
export async function peekTicket(db: Kysely<Database>, ticket: string, now: number): Promise<NetworkPerson> {
  const row = await db
    .selectFrom('identity_tickets')
    .select('person')
    .where('token_hash', '=', sha256(ticket))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) throw new ProblemError('identity-ticket-expired');
  return readPerson(row.person);
}

/**
 * Uses a ticket up, in the transaction of what it is used for: rolled back, it stays good. Of two uses at once one
 * waits for the other and is refused.
 *
 * @throws `identity-ticket-expired`
 */
export async function useTicket(trx: Kysely<Database>, ticket: string, now: number): Promise<void> {
  const used = await trx
    .updateTable('identity_tickets')
    // The row stays until it is swept, so that nothing can bring the ticket back; who it was about goes now.
    .set({ used_at: now, person: '' })
    .where('token_hash', '=', sha256(ticket))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) throw new ProblemError('identity-ticket-expired');
}

/**
 * Removes requests, codes and tickets whose time is over: they hold names and addresses of people, so each new request
 * sweeps as well as the day's housekeeping does.
 */
export async function sweepIdentities(db: Kysely<Database>, now: number, rules: AccountRules): Promise<void> {
  await db.deleteFrom('oauth_requests').where('expires_at', '<=', now).execute();
  await db.deleteFrom('identity_tickets').where('expires_at', '<=', now).execute();
  await db
    .updateTable('oauth_codes')
    .set({ person: '' })
    .where('expires_at', '<=', now)
    .where('person', '!=', '')
    .execute();
  // A used code is remembered for as long as its ticket could be good.
  await db
    .deleteFrom('oauth_codes')
    .where('expires_at', '<=', now - rules.identityTicketMs)
    .execute();
}
