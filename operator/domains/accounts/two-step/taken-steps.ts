import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import { totpStep } from './totp.ts';

/**
 * Takes a code of the authenticator app of an account with two-step sign-in; false when it does not fit, or when it or
 * a later one was taken (RFC 6238, 5.2: a code is good once).
 */
export async function takeAppCode(
  trx: Kysely<Database>,
  accountId: string,
  code: string,
  now: number,
): Promise<boolean> {
  const row = await trx
    .selectFrom('two_step')
    .select('secret')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  const step = row ? totpStep(row.secret, code, now) : null;
  if (step === null) return false;
  const taken = await trx
    .updateTable('two_step')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}
