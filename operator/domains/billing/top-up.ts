import type { Core } from '../../platform/lifecycle/core.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { isUniqueViolation } from '../../platform/database/errors.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { cashAccountIds, type TopUpMethod } from '../ledger/index.ts';
import { creditContract } from './credit.ts';
import { findTopUp, readBalance } from './repository.ts';

/** The key was used before for another top-up: `input-invalid`. */
export class IdempotencyKeyReused extends ProblemError {
  constructor() {
    super('input-invalid', { fields: ['idempotencyKey'] });
  }
}

export interface TopUp {
  readonly contractNumber: string;
  readonly amountKopecks: number;
  readonly method: TopUpMethod;
  /** Whoever asks again with the same key gets the first answer and moves no money. */
  readonly idempotencyKey: string;
}

export interface TopUpResult {
  /** Id of the statement's entry. */
  readonly entryId: string;
  /** After everything that followed at once. On a repeated call: as it is now. */
  readonly balanceKopecks: number;
}

/** Keys of top-ups are a space of their own beside those of other operations. */
function storedKey(key: string): string {
  return `top-up:${key}`;
}

async function madeBefore({ trx }: UnitOfWork, topUp: TopUp): Promise<TopUpResult | null> {
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
 * Credits a top-up once, with all that follows (`creditContract`).
 * Errors: `UnknownContract`, `IdempotencyKeyReused`, `StorageFailure`.
 */
export async function topUp(core: Core, input: TopUp): Promise<TopUpResult> {
  const once = (): Promise<TopUpResult> =>
    inTransaction(core, async (unit) => {
      const before = await madeBefore(unit, input);
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
    // Two at once with one key: the later one met the earlier one's row, and now finds it.
    if (isUniqueViolation(error)) return once();
    throw error;
  }
}
