import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { cashAccountIds, ownAccountIds } from './accounts.ts';
import { postTransaction, UnbalancedTransaction, type Posting } from './post-transaction.ts';

describeOnDatabases('postTransaction', (kind) => {
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
  const entry = (amountKopecks: number, accountId: number = ownAccountIds.corrections): Posting => ({
    accountId,
    amountKopecks,
  });

  it.each([
    ['a single entry', [entry(0)]],
    ['no entry', []],
    ['entries that do not sum to zero', [entry(100), entry(-99)]],
    ['an amount of zero', [entry(0), entry(0)]],
    ['a fraction of a kopeck', [entry(0.5), entry(-0.5)]],
    ['NaN', [entry(Number.NaN), entry(1)]],
  ])('rejects %s', async (_, postings) => {
    await expect(post(postings)).rejects.toThrow(UnbalancedTransaction);
    expect(await test.core.db.selectFrom('ledger_transactions').selectAll().execute()).toEqual([]);
  });

  it('rejects an unknown account', async () => {
    await expect(post([entry(1), entry(-1, 999)])).rejects.toThrow();
    expect(await test.core.db.selectFrom('ledger_transactions').selectAll().execute()).toEqual([]);
  });

  it('assigns ids in order and rejects a repeated idempotency key', async () => {
    const first = await post([entry(5), entry(-5, cashAccountIds.sbp)], 'key');
    const second = await post([entry(7), entry(-3), entry(-4, ownAccountIds.bonuses)]);
    expect(second).toBeGreaterThan(first);
    await expect(post([entry(5), entry(-5, cashAccountIds.sbp)], 'key')).rejects.toThrow();
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
