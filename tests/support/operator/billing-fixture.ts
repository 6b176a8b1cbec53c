import { addDays } from '../../../operator/platform/clock/days.ts';
import { startOfDay } from '../../../operator/platform/clock/zone.ts';
import type { ContractStatus } from '../../../operator/domains/contracts/tables.ts';
import type { Core } from '../../../operator/platform/lifecycle/core.ts';
import { reserveIds } from '../../../operator/platform/database/ids.ts';
import { inTransaction } from '../../../operator/platform/database/unit-of-work.ts';
import { ownAccountIds } from '../../../operator/domains/ledger/accounts.ts';
import { postTransaction } from '../../../operator/domains/ledger/post-transaction.ts';
import { writeContracts } from '../../../operator/outside/seed/write.ts';

/** A contract for billing tests, relative to the clock's current day. */
export interface TestContract {
  readonly number: string;
  readonly balanceKopecks: number;
  readonly status?: ContractStatus;
  /** Days from today; null: no end date. */
  readonly packages: readonly { readonly id: string; readonly endsInDays: number | null }[];
  /** Part of the balance: an earlier promised payment that is due in this many days. */
  readonly promise?: { readonly amountKopecks: number; readonly dueInDays: number } | null;
}

/** Writes contracts and their balances through the ledger, and marks today as billed. */
export async function writeTestContracts(core: Core, contracts: readonly TestContract[]): Promise<void> {
  await inTransaction(core, async ({ trx, now, today }) => {
    const ids = await writeContracts(
      trx,
      contracts.map(({ number, status = 'active', packages }) => ({
        record: {
          number,
          surname: 'Проверкин',
          first_name: 'Пётр',
          patronymic: null,
          address: 'Тверь',
          signed_on: '2020-01-01',
          status,
          status_since: now,
          resumes_on: status === 'suspended' ? addDays(today, 3) : null,
          phone: null,
          email: null,
        },
        packages: packages.map(({ id, endsInDays }) => ({
          package_id: id,
          starts_on: '2020-01-01',
          ends_on: endsInDays === null ? null : addDays(today, endsInDays),
        })),
        cards: [],
      })),
    );
    const at = startOfDay(today, core.profile.timeZone);
    for (const [index, { number, balanceKopecks, promise }] of contracts.entries()) {
      const accountId = ids[index] ?? 0;
      const give = async (kind: 'opening' | 'promise', fromId: number, amountKopecks: number): Promise<void> => {
        if (amountKopecks === 0) return;
        const postings = [
          { accountId, amountKopecks },
          { accountId: fromId, amountKopecks: -amountKopecks },
        ];
        await postTransaction(trx, { kind, at, day: today, postings });
      };
      await give('opening', ownAccountIds.opening, balanceKopecks - (promise?.amountKopecks ?? 0));
      if (!promise) continue;
      await give('promise', ownAccountIds.promises, promise.amountKopecks);
      const [id = 0] = await reserveIds(trx, 'promises', 1);
      await trx
        .insertInto('promises')
        .values({
          id,
          contract_number: number,
          amount_kopecks: promise.amountKopecks,
          repaid_kopecks: 0,
          taken_at: at,
          due_on: addDays(today, promise.dueInDays),
          status: 'running',
        })
        .execute();
    }
    await trx
      .insertInto('billing_days')
      .values({ day: today, through_contract: '', finished_at: now })
      .onConflict((conflict) => conflict.column('day').doNothing())
      .execute();
  });
}
