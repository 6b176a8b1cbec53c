import type { Kysely, Selectable } from 'kysely';
import type { RegistrationConfirmation } from '#protocol/api/registrations.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { isUniqueViolation } from '../../../platform/database/errors.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { AccountDeps } from '../account-deps.ts';
import { createLines } from '../keyed-queue.ts';
import { findLink, useLink } from '../one-time-links.ts';
import { isGrant } from '../sessions/sign-in-answer.ts';
import type { RegistrationsTable } from '../tables.ts';
import { forgetFailures, reserveTry, returnTry } from '../../../platform/limits/failure-throttle.ts';
import { newId, sha256 } from '../../../platform/crypto/tokens.ts';

/** Confirmations of one registration stand in line, so that right ones sent at once do not count against each other. */
const inLine = createLines();

/**
 * Whose password is asked for. The account takes over the registration's id: so a confirmation whose answer got lost
 * finds the account that came of it.
 */
async function storedHash(db: Kysely<Database>, subjectId: string): Promise<string | null> {
  const registration = await db
    .selectFrom('registrations')
    .select('password_hash')
    .where('id', '=', subjectId)
    .executeTakeFirst();
  const made = await db.selectFrom('accounts').select('password_hash').where('id', '=', subjectId).executeTakeFirst();
  return registration?.password_hash ?? made?.password_hash ?? null;
}

async function makeAccount(
  trx: Kysely<Database>,
  registration: Selectable<RegistrationsTable>,
  now: number,
): Promise<void> {
  await trx
    .insertInto('accounts')
    .values({
      id: registration.id,
      email: registration.email,
      name: null,
      password_hash: registration.password_hash,
      created_at: now,
      language: registration.language,
      password_changed_at: now,
    })
    .execute();
  await trx
    .insertInto('consents')
    .values({
      id: newId(),
      account_id: registration.id,
      kind: 'advertising',
      granted: registration.advertising_consent,
      text_version: registration.consent_text_version,
      // When the box was ticked, not when the letter was answered.
      at: registration.created_at,
    })
    .execute();
}

/** Whether this link was used, and the account made: by a confirmation whose answer got lost, or at the same time. */
async function wasAnswered(trx: Kysely<Database>, token: string, subjectId: string, now: number): Promise<boolean> {
  const link = await findLink(trx, 'registration', token, now);
  const made = await trx.selectFrom('accounts').select('id').where('id', '=', subjectId).executeTakeFirst();
  return link?.used === true && made !== undefined;
}

/** The link is used, the account made, the registration gone; `hash` is the one that the password was right for. */
async function take(trx: Kysely<Database>, token: string, subjectId: string, hash: string, now: number): Promise<void> {
  if ((await useLink(trx, 'registration', token, now)) === null) {
    if (await wasAnswered(trx, token, subjectId, now)) return;
    throw new ProblemError('link-invalid');
  }
  const registration = await trx
    .deleteFrom('registrations')
    .where('id', '=', subjectId)
    .where('password_hash', '=', hash)
    .returningAll()
    .executeTakeFirst();
  if (!registration) throw new ProblemError('link-invalid');
  const { email } = registration;
  const taken = await trx.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirst();
  if (taken) throw new ProblemError('link-invalid');
  await makeAccount(trx, registration, now);
}

async function takeAndBegin(
  deps: AccountDeps,
  { token, computer, device }: RegistrationConfirmation,
  subjectId: string,
  hash: string,
): Promise<TokenGrant> {
  try {
    return await deps.db.transaction().execute(async (trx) => {
      await take(trx, token, subjectId, hash, deps.clock.now());
      const answer = await deps.sessions.begin(subjectId, { computer, device }, trx);
      // An account that has a second step by now is no lost answer any more.
      if (!isGrant(answer)) throw new ProblemError('link-invalid');
      return answer;
    });
  } catch (error) {
    // Somebody else's confirmation of the same address was a moment faster.
    if (isUniqueViolation(error)) throw new ProblemError('link-invalid');
    throw error;
  }
}

/**
 * Answers the letter: the address is the person's, the account is made, and they are signed in. Asked again with the
 * same link and the right password, within the link's life, it signs in: a lost answer strands nobody.
 *
 * @throws `link-invalid` (unknown, run out, replaced, or the address taken meanwhile), `sign-in-failed` (wrong
 *   password, with `triesLeft`), `sign-in-throttled`, `too-many-requests`
 */
export async function confirmRegistration(deps: AccountDeps, request: RegistrationConfirmation): Promise<TokenGrant> {
  const { db, clock, rules, passwords } = deps;
  const link = await findLink(db, 'registration', request.token, clock.now());
  if (link === null) {
    await passwords.matches(request.password, null);
    throw new ProblemError('link-invalid');
  }
  const { subjectId } = link;
  const key = sha256(`registration:${subjectId}`);
  return inLine(key, async () => {
    const reserved = await reserveTry(db, key, clock.now(), rules);
    const hash = await storedHash(db, subjectId);
    let matches: boolean;
    try {
      matches = await passwords.matches(request.password, hash);
    } catch (error) {
      await returnTry(db, key);
      throw error;
    }
    if (hash === null) throw new ProblemError('link-invalid');
    if (!matches) {
      const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
      throw new ProblemError('sign-in-failed', { triesLeft: reserved.triesLeft, ...wait });
    }
    await forgetFailures(db, key);
    return takeAndBegin(deps, request, subjectId, hash);
  });
}
