import type { Core } from '../../platform/lifecycle/core.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { isUniqueViolation } from '../../platform/database/errors.ts';
import { inTransaction, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { cashAccountIds, type TopUpMethod } from '../ledger/index.ts';
import { creditContract } from './credit.ts';

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

async function madeBefore(unit: UnitOfWork, topUp: TopUp): Promise<TopUpResult | null> {
  const { trx } = unit;
  const row = await trx
    .selectFrom('ledger_transactions')
    .innerJoin('ledger_entries', 'ledger_entries.transaction_id', 'ledger_transactions.id')
    .innerJoin('ledger_accounts', 'ledger_accounts.id', 'ledger_entries.account_id')
    .select([
      'ledger_transactions.id',
      'ledger_transactions.method',
      'ledger_entries.amount_kopecks',
      'ledger_accounts.id as account_id',
      'ledger_accounts.contract_number',
    ])
    .where('ledger_transactions.idempotency_key', '=', storedKey(topUp.idempotencyKey))
    .where('ledger_accounts.kind', '=', 'contract')
    .executeTakeFirst();
  if (row === undefined) return null;
  const same =
    row.contract_number === topUp.contractNumber &&
    row.amount_kopecks === topUp.amountKopecks &&
    row.method === topUp.method;
  if (!same) throw new IdempotencyKeyReused();
  const { balance } = await trx
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.sum<number>('amount_kopecks').as('balance'))
    .where('account_id', '=', row.account_id)
    .executeTakeFirstOrThrow();
  return { entryId: String(row.id), balanceKopecks: balance };
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
