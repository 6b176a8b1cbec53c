import type { Kysely } from 'kysely';
import type { Payee } from '#protocol/api/payments.ts';
import { reserveTry, returnTry } from '../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../platform/crypto/tokens.ts';
import type { ContractStatus } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { maskedName } from './rules.ts';

/** Contract of a payee number. */
export interface FoundPayee {
  readonly contractNumber: string;
  readonly status: ContractStatus;
  readonly maskedName: string;
}

/** Finds the contract of a number: 10 digits of a contract, 12 of a smart card. Null: there is none. */
export async function findPayee(db: Kysely<Database>, number: string): Promise<FoundPayee | null> {
  let query = db
    .selectFrom('contracts')
    .select(['contracts.number', 'contracts.status', 'contracts.first_name', 'contracts.surname']);
  query =
    number.length === 10
      ? query.where('contracts.number', '=', number)
      : query.where('contracts.number', 'in', (eb) =>
          eb.selectFrom('cards').select('cards.contract_number').where('cards.number', '=', number),
        );
  const row = await query.executeTakeFirst();
  if (row === undefined) return null;
  return {
    contractNumber: row.number,
    status: row.status,
    maskedName: maskedName(row.first_name, row.surname),
  };
}

/** Label of an account's own contract; null: it is somebody else's. */
export async function ownLabel(
  db: Kysely<Database>,
  accountId: string,
  contractNumber: string,
): Promise<{ label: string | null } | null> {
  const row = await db
    .selectFrom('account_contracts')
    .select('label')
    .where('account_id', '=', accountId)
    .where('contract_number', '=', contractNumber)
    .executeTakeFirst();
  return row ?? null;
}

/** Throttle key for unknown numbers of an account. */
export function payeeKey(accountId: string): string {
  return sha256(`payees:${accountId}`);
}

/**
 * Finds a payee for an account. Unknown numbers are throttled like wrong passwords, so that subscribers cannot be enumerated.
 * Own contracts are never throttled.
 *
 * Errors: `payee-not-found`, `contract-closed`, `too-many-requests` (with `retryAfterMs`).
 */
export async function requirePayee(core: Core, accountId: string, number: string): Promise<FoundPayee> {
  const { db, clock, profile } = core;
  const found = await findPayee(db, number);
  const own = found !== null && (await ownLabel(db, accountId, found.contractNumber)) !== null;
  if (!own) {
    await reserveTry(db, payeeKey(accountId), clock.now(), profile.accounts, 'too-many-requests');
    if (found === null) throw new ProblemError('payee-not-found');
    await returnTry(db, payeeKey(accountId));
  }
  if (found.status === 'closed') throw new ProblemError('contract-closed');
  return found;
}

/** `requirePayee` as the API answers it. */
export async function readPayee(core: Core, accountId: string, number: string): Promise<Payee> {
  const found = await requirePayee(core, accountId, number);
  const own = await ownLabel(core.db, accountId, found.contractNumber);
  return {
    number,
    kind: number.length === 10 ? 'contract' : 'card',
    maskedName: found.maskedName,
    own: own === null ? null : { contractNumber: found.contractNumber, label: own.label },
  };
}
