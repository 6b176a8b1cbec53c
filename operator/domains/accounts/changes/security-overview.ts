import type { Kysely } from 'kysely';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { AccountRules } from '#protocol/api/profile.ts';
import { instantOf } from '../../../platform/clock/zone.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { readNewestConsent, readPendingEmail, readPendingPhone } from './change-repository.ts';

async function readTwoStep(db: Kysely<Database>, accountId: string): Promise<AccountSecurity['twoStep']> {
  const row = await db
    .selectFrom('two_step')
    .select('confirmed_at')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  const since = row?.confirmed_at ?? null;
  if (since === null) return { on: false };
  const { left } = await db
    .selectFrom('recovery_codes')
    .select((eb) => eb.fn.countAll<number | string>().as('left'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { on: true, since: instantOf(since), recoveryCodesLeft: Number(left) };
}

/**
 * Reads the ways to sign in to an account.
 *
 * @param now ms UTC by the service's clock
 * @throws `session-ended` when the account is gone
 */
export async function readSecurity(
  db: Kysely<Database>,
  accountId: string,
  now: number,
  rules: Pick<AccountRules, 'confirmLinkMs' | 'phoneCodeTries'>,
): Promise<AccountSecurity> {
  const account = await db.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirst();
  if (!account) throw new ProblemError('session-ended');
  const changed = account.password_changed_at;
  const identities = await db
    .selectFrom('identities')
    .select(['provider', 'name', 'linked_at'])
    .where('account_id', '=', accountId)
    .orderBy('linked_at')
    .orderBy('provider')
    .execute();
  const consent = await readNewestConsent(db, accountId);
  return {
    email: account.email,
    // Pending as long as a link to it can be valid.
    emailPending: await readPendingEmail(db, accountId, now - rules.confirmLinkMs),
    phone: account.phone,
    phonePending: await readPendingPhone(db, accountId, { now, tries: rules.phoneCodeTries }),
    hasPassword: account.password_hash !== null,
    passwordChangedAt: changed === null ? null : instantOf(changed),
    twoStep: await readTwoStep(db, accountId),
    identities: identities.map(({ provider, name, linked_at }) => ({ provider, name, linkedAt: instantOf(linked_at) })),
    advertisingConsent: {
      granted: consent?.granted === 1,
      at: consent ? instantOf(consent.at) : null,
      textVersion: consent?.text_version ?? null,
    },
  };
}
