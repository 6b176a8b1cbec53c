import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { cashAccountIds, ownAccountIds } from './accounts.ts';
import { postTransaction, UnbalancedTransaction, type Posting } from './post-transaction.ts';

describeOnDatabases('the ledger', (kind) => {
  let test: TestCore;
  beforeAll(async () => {
    test = await openTestCore(await freshDatabase(kind));
  });
  afterAll(() => test.close());
  const post = (postings: readonly Posting[], idempotencyKey?: string): Promise<number> =>
    test.core.db.transaction().execute((trx) =>
      postTransaction(trx, {
        kind: 'correction',
        at: 0,
        day: '2026-11-22',
        postings,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
  const side = (amountKopecks: number, accountId: number = ownAccountIds.corrections): Posting => ({
    accountId,
    amountKopecks,
  });

  it.each([
    ['one side', [side(0)]],
    ['no side', []],
    ['sides that do not sum to zero', [side(100), side(-99)]],
    ['a side of nothing', [side(0), side(0)]],
    ['half a kopeck', [side(0.5), side(-0.5)]],
    ['what is no number', [side(Number.NaN), side(1)]],
  ])('takes no %s', async (_, postings) => {
    await expect(post(postings)).rejects.toThrow(UnbalancedTransaction);
    expect(await test.core.db.selectFrom('ledger_transactions').selectAll().execute()).toEqual([]);
  });

  it('takes no account that does not exist', async () => {
    await expect(post([side(1), side(-1, 999)])).rejects.toThrow();
    expect(await test.core.db.selectFrom('ledger_transactions').selectAll().execute()).toEqual([]);
  });

  it('numbers transactions and sides in their order, and takes a key once', async () => {
    const first = await post([side(5), side(-5, cashAccountIds.sbp)], 'key');
    const second = await post([side(7), side(-3), side(-4, ownAccountIds.bonuses)]);
    expect(second).toBeGreaterThan(first);
    await expect(post([side(5), side(-5, cashAccountIds.sbp)], 'key')).rejects.toThrow();
    const rows = await test.core.db
      .selectFrom('ledger_entries')
      .select(['id', 'transaction_id', 'amount_kopecks'])
      .orderBy('id')
      .execute();
    expect(rows.map((row) => [row.transaction_id, row.amount_kopecks])).toEqual([
      [first, 5],
      [first, -5],
      [second, 7],
      [second, -3],
      [second, -4],
    ]);
  });
});
