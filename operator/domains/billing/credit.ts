import {
  type ContractBilling,
  credit,
  type CreditOutcome,
  readContractBilling,
  sumOf,
  UnknownContract,
} from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { simulate } from '../forecast/index.ts';
import { type NewTransaction, ownAccountIds, postTransaction } from '../ledger/index.ts';
import { chargeRows, chargeTransaction } from './charge-transactions.ts';
import { insertCharges, repayPromise, restoreContract } from './repository.ts';

/** A credit to a contract from another ledger account. */
export interface NewCredit {
  readonly contractNumber: string;
  readonly amountKopecks: number;
  readonly kind: 'top-up' | 'bonus' | 'correction';
  readonly fromAccountId: number;
  readonly method?: NonNullable<NewTransaction['method']>;
  readonly idempotencyKey?: string;
}

/**
 * Stores the effect of a credit on reception and publishes the event: if reception is restored, the contract becomes
 * active and the day's charge is posted. Otherwise does nothing. The caller has posted the credit and holds the lock on
 * the contract.
 */
export async function restoreReception(
  core: Core,
  unit: UnitOfWork,
  { number: contractNumber, accountId }: ContractBilling,
  outcome: CreditOutcome,
): Promise<void> {
  if (!outcome.restored) return;
  const { trx, now, today } = unit;
  await restoreContract(trx, contractNumber, now);
  if (outcome.charges.length > 0) {
    const id = await postTransaction(trx, chargeTransaction('restore-charge', accountId, now, today, outcome.charges));
    await insertCharges(trx, chargeRows(contractNumber, today, id, outcome.charges));
  }
  const start = { state: outcome.state, today, chargedTodayKopecks: sumOf(outcome.charges) };
  unit.emit(now, {
    type: 'reception-restored',
    contractNumber,
    balanceKopecks: outcome.state.balanceKopecks,
    lastDay: simulate(start, 1, core.profile.billing.untilHorizonDays).lastDay,
  });
}

/**
 * Credits a contract within a unit of work and applies the consequences: repays a running promise first, then restores
 * reception and charges the day if the balance is no longer negative. Locks the contract.
 * Errors: `UnknownContract`.
 */
export async function creditContract(
  core: Core,
  unit: UnitOfWork,
  input: NewCredit,
): Promise<{ transactionId: number; balanceKopecks: number }> {
  const { trx, now, today } = unit;
  const { contractNumber, amountKopecks } = input;
  const contract = await readContractBilling(trx, contractNumber, today, true);
  if (contract === null) throw new UnknownContract();
  const { accountId } = contract;
  const outcome = credit(contract.state, amountKopecks, today, contract.chargedKopecks !== null);
  const transactionId = await postTransaction(trx, {
    kind: input.kind,
    at: now,
    day: today,
    ...(input.method === undefined ? {} : { method: input.method }),
    ...(input.idempotencyKey === undefined ? {} : { idempotencyKey: input.idempotencyKey }),
    postings: [
      { accountId, amountKopecks },
      { accountId: input.fromAccountId, amountKopecks: -amountKopecks },
    ],
  });
  if (input.kind === 'top-up') {
    const balanceKopecks = contract.state.balanceKopecks + amountKopecks;
    unit.emit(now, { type: 'top-up-credited', contractNumber, amountKopecks, balanceKopecks });
  }
  if (outcome.repaidKopecks > 0 && contract.promiseId !== null) {
    await postTransaction(trx, {
      kind: 'promise-return',
      at: now,
      day: today,
      postings: [
        { accountId, amountKopecks: -outcome.repaidKopecks },
        { accountId: ownAccountIds.promises, amountKopecks: outcome.repaidKopecks },
      ],
    });
    const status = outcome.state.promise === null ? 'repaid' : 'running';
    await repayPromise(trx, contract.promiseId, outcome.repaidKopecks, status);
    unit.emit(now, {
      type: 'promise-returned',
      contractNumber,
      amountKopecks: outcome.repaidKopecks,
      balanceKopecks: contract.state.balanceKopecks + amountKopecks - outcome.repaidKopecks,
    });
  }
  await restoreReception(core, unit, contract, outcome);
  return { transactionId, balanceKopecks: outcome.state.balanceKopecks };
}
