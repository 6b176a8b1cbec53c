import type { Core } from '../../platform/lifecycle/core.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { isUniqueViolation } from '../../platform/database/errors.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { cashAccountIds, type TopUpMethod } from '../ledger/index.ts';
import { creditContract } from './credit.ts';
import { findTopUp, readBalance } from './repository.ts';

/** The key was already used for another top-up: `input-invalid`. */
export class IdempotencyKeyReused extends ProblemError {
  constructor() {
    super('input-invalid', { fields: ['idempotencyKey'] });
  }
}

export interface TopUp {
  readonly contractNumber: string;
  readonly amountKopecks: number;
  readonly method: TopUpMethod;
  /** A repeated call with the same key returns the first result and moves no money. */
  readonly idempotencyKey: string;
}

export interface TopUpResult {
  /** Id of the statement entry. */
  readonly entryId: string;
  /** Balance after all consequences of the credit; for a repeated call the current balance. */
  readonly balanceKopecks: number;
}

/** Prefix that separates keys of top-ups from those of other operations. */
function storedKey(key: string): string {
  return `top-up:${key}`;
}

async function findEarlier({ trx }: UnitOfWork, topUp: TopUp): Promise<TopUpResult | null> {
  const found = await findTopUp(trx, storedKey(topUp.idempotencyKey));
  if (found === undefined) return null;
  const same =
    found.contractNumber === topUp.contractNumber &&
    found.amountKopecks === topUp.amountKopecks &&
    found.method === topUp.method;
  if (!same) throw new IdempotencyKeyReused();
  return { entryId: String(found.transactionId), balanceKopecks: await readBalance(trx, found.accountId) };
}

/**
 * Credits a top-up once, with all consequences of a credit (see `creditContract`).
 * Errors: `UnknownContract`, `IdempotencyKeyReused`, `StorageFailure`.
 */
export async function topUp(core: Core, input: TopUp): Promise<TopUpResult> {
  const once = (): Promise<TopUpResult> =>
    inTransaction(core, async (unit) => {
      const before = await findEarlier(unit, input);
      if (before !== null) return before;
      const { transactionId, balanceKopecks } = await creditContract(core, unit, {
        kind: 'top-up',
        contractNumber: input.contractNumber,
        amountKopecks: input.amountKopecks,
        method: input.method,
        fromAccountId: cashAccountIds[input.method],
        idempotencyKey: storedKey(input.idempotencyKey),
      });
      return { entryId: String(transactionId), balanceKopecks };
    });
  try {
    return await once();
  } catch (error) {
    // A concurrent call with the same key was first; its row is visible now.
    if (isUniqueViolation(error)) return once();
    throw error;
  }
}
