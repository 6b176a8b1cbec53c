import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/database/schema.ts';
import { totpStep } from './totp.ts';
import { readActiveSecret, markStepUsed } from './two-step-repository.ts';

/**
 * Uses a code of the authenticator app; false when two-step sign-in is off, the code does not match, or it or a later one was
 * used already (RFC 6238, 5.2: a code is valid once).
 */
export async function takeAppCode(
  trx: Kysely<Database>,
  accountId: string,
  code: string,
  now: number,
): Promise<boolean> {
  const secret = await readActiveSecret(trx, accountId);
  const step = secret === null ? null : totpStep(secret, code, now);
  return step !== null && markStepUsed(trx, accountId, step);
}
