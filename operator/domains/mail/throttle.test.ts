import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import type { MailKind } from './mail-kinds.ts';
import { createMayWrite, deleteOldMailRequests, type MayWrite } from './throttle.ts';

const { letterAgainMs, lettersAnHour } = ntvPlus.accounts;
const hour = 3_600_000;

describeOnDatabases('mail throttling', (kind) => {
  let test: TestCore;
  let mayWrite: MayWrite;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    mayWrite = createMayWrite({ clock: test.core.clock, rules: ntvPlus.accounts });
  });
  afterEach(() => test.close());

  const request = (address = 'anna@example.test', mailKind: MailKind = 'password-reset'): Promise<boolean> =>
    test.core.db.transaction().execute((trx) => mayWrite(trx, mailKind, address));

  it('enforces the interval between two requests, by address and kind', async () => {
    expect(await request()).toBe(true);
    await test.core.clock.advance(letterAgainMs - 1);
    expect(await request()).toBe(false);
    expect(await request('boris@example.test')).toBe(true);
    expect(await request('anna@example.test', 'registration')).toBe(true);
    await test.core.clock.advance(1);
    expect(await request()).toBe(true);
  });

  it('limits the number of requests an hour', async () => {
    const answers: boolean[] = [];
    for (let i = 0; i <= lettersAnHour; i += 1) {
      answers.push(await request());
      await test.core.clock.advance(letterAgainMs);
    }
    expect(answers).toEqual([...Array<boolean>(lettersAnHour).fill(true), false]);
    await test.core.clock.advance(hour);
    expect(await request()).toBe(true);
  });

  it('lets one of ten concurrent requests through', async () => {
    const other = await test.another();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? test.core : other).db.transaction().execute((trx) => mayWrite(trx, 'email', 'a@b.test')),
      ),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('does not count rolled-back requests', async () => {
    const rolledBack = test.core.db.transaction().execute(async (trx) => {
      await mayWrite(trx, 'password-reset', 'anna@example.test');
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await request()).toBe(true);
  });

  it('stores no address and deletes expired counters', async () => {
    await request();
    const stored = () => test.core.db.selectFrom('letter_requests').selectAll().execute();
    expect(JSON.stringify(await stored())).not.toContain('anna');
    await deleteOldMailRequests(test.core.db, test.core.clock.now() + hour);
    expect(await stored()).toHaveLength(1);
    await deleteOldMailRequests(test.core.db, test.core.clock.now() + hour + 1);
    expect(await stored()).toEqual([]);
  });
});
