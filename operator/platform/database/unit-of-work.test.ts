import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { writeTestContracts } from '#tests/operator/billing-fixture.ts';
import { inTransaction } from './unit-of-work.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';

describeOnDatabases('a piece of work', (kind) => {
  let test: TestCore;
  const contractNumber = '1000000001';
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    await writeTestContracts(test.core, [{ number: contractNumber, balanceKopecks: 0, packages: [] }]);
  });
  afterEach(() => test.close());
  const event = { type: 'top-up-credited', contractNumber, amountKopecks: 1, balanceKopecks: 1 } as const;

  it('stores no event and notifies nobody when it fails', async () => {
    let woken = 0;
    test.core.events.subscribe(() => (woken += 1));
    const work = inTransaction(test.core, (unit) => {
      unit.emit(unit.now, event);
      return Promise.reject(new Error('not so'));
    });
    await expect(work).rejects.toThrow('not so');
    expect(await test.core.db.selectFrom('events').selectAll().execute()).toEqual([]);
    expect(woken).toBe(0);
  });

  it('makes events visible in id order: a reader that saw one has seen all smaller ids', async () => {
    const cores = [test.core, await test.another(), await test.another()];
    const seen: number[] = [];
    const unordered: number[] = [];
    const writing = new AbortController();
    const reader = (async (): Promise<void> => {
      while (!writing.signal.aborted) {
        const rows = await test.core.db.selectFrom('events').select('id').orderBy('id').execute();
        const ids = rows.map((row) => row.id);
        const newest = seen.at(-1) ?? 0;
        unordered.push(...ids.filter((id) => id < newest && !seen.includes(id)));
        seen.splice(0, seen.length, ...ids);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        inTransaction(cores[index % cores.length] ?? test.core, (unit) => {
          for (let count = 0; count <= index % 3; count += 1) unit.emit(unit.now, event);
          return Promise.resolve();
        }),
      ),
    );
    writing.abort();
    await reader;
    expect(unordered).toEqual([]);
    expect(await test.core.db.selectFrom('events').select('id').execute()).toHaveLength(120);
  });
});
