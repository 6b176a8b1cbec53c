import fc from 'fast-check';
import type { StatementQuery } from '#protocol/api/statement.ts';
import { addDays } from '../../../operator/platform/clock/days.ts';
import { startOfDay } from '../../../operator/platform/clock/zone.ts';
import type { Core } from '../../../operator/platform/lifecycle/core.ts';
import { inTransaction } from '../../../operator/platform/database/unit-of-work.ts';
import { cashAccountIds, ownAccountIds } from '../../../operator/domains/ledger/accounts.ts';
import { extendCheckpoints } from '../../../operator/domains/ledger/checkpoints.ts';
import { postTransactions, type NewTransaction } from '../../../operator/domains/ledger/post-transaction.ts';
import type { TopUpMethod } from '../../../operator/domains/ledger/tables.ts';

/** The first day of the test entries. */
export const firstDay = '2026-01-30';

/** A random transaction to post on a contract's account. */
export type Movement =
  | { readonly kind: 'daily-charge'; readonly day: string; readonly charges: readonly (readonly [string, number])[] }
  | { readonly kind: 'top-up'; readonly day: string; readonly method: TopUpMethod; readonly amountKopecks: number }
  | { readonly kind: 'promise' | 'promise-return' | 'bonus'; readonly day: string; readonly amountKopecks: number };

const packages = ['base-optimum', 'cinema-hall', 'playroom', 'world-desk'];
const methods = Object.keys(cashAccountIds) as TopUpMethod[];

/** Transactions with increasing days, except for some late ones. */
export function movements(most: number): fc.Arbitrary<Movement[]> {
  const amount = fc.integer({ min: 1, max: 200_000 });
  const step = fc.record({ days: fc.constantFrom(0, 0, 1, 1, 1, 2), late: fc.constantFrom(0, 0, 0, 0, 0, 0, 3, 20) });
  const what = fc.oneof(
    fc.record({
      kind: fc.constant('daily-charge' as const),
      charges: fc.uniqueArray(fc.tuple(fc.constantFrom(...packages), amount), {
        minLength: 1,
        selector: ([id]) => id,
      }),
    }),
    fc.record({ kind: fc.constant('top-up' as const), method: fc.constantFrom(...methods), amountKopecks: amount }),
    fc.record({
      kind: fc.constantFrom('promise' as const, 'promise-return' as const, 'bonus' as const),
      amountKopecks: amount,
    }),
  );
  return fc.array(fc.tuple(step, what), { maxLength: most }).map((steps) => {
    let day = firstDay;
    return steps.map(([{ days, late }, movement]) => {
      day = addDays(day, days);
      return { ...movement, day: addDays(day, -late) };
    });
  });
}

function transactionOf(movement: Movement, accountId: number, timeZone: string): NewTransaction {
  const { kind, day } = movement;
  const head = { kind, day, at: startOfDay(day, timeZone) };
  const between = (from: number, amountKopecks: number): NewTransaction['postings'] => [
    { accountId, amountKopecks },
    { accountId: from, amountKopecks: -amountKopecks },
  ];
  switch (kind) {
    case 'daily-charge': {
      const sides = movement.charges.map(([packageId, amount]) => ({ accountId, packageId, amountKopecks: -amount }));
      const amountKopecks = movement.charges.reduce((sum, [, amount]) => sum + amount, 0);
      return { ...head, postings: [...sides, { accountId: ownAccountIds.revenue, amountKopecks }] };
    }
    case 'top-up': {
      const { method, amountKopecks } = movement;
      return { ...head, method, postings: between(cashAccountIds[method], amountKopecks) };
    }
    case 'promise':
    case 'bonus':
      return { ...head, postings: between(ownAccountIds.promises, movement.amountKopecks) };
    case 'promise-return':
      return { ...head, postings: between(ownAccountIds.promises, -movement.amountKopecks) };
  }
}

/** The ledger's account of a contract. */
export async function ledgerAccount(core: Core, contractNumber: string): Promise<number> {
  const row = await core.db
    .selectFrom('ledger_accounts')
    .select('id')
    .where('contract_number', '=', contractNumber)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Posts transactions in order, as the service does, with transactions of other contracts in between. */
export async function post(core: Core, contractNumber: string, list: readonly Movement[]): Promise<void> {
  const accountId = await ledgerAccount(core, contractNumber);
  const { timeZone } = core.profile;
  await inTransaction(core, ({ trx }) =>
    postTransactions(
      trx,
      list.map((movement) => transactionOf(movement, accountId, timeZone)),
    ),
  );
}

/** Creates checkpoints as the daily job does, but more of them. */
export async function summarise(core: Core, contractNumber: string, every: number): Promise<void> {
  const accountId = await ledgerAccount(core, contractNumber);
  await inTransaction(core, ({ trx }) => extendCheckpoints(trx, accountId, every));
}

/** A page query with the schema's defaults. */
export function ask(query: Partial<StatementQuery> = {}): StatementQuery {
  return { limit: 50, ...query };
}
