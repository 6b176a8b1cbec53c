import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import type { LetterKind } from './mail-kinds.ts';
import { createMayWrite, forgetLetterRequests, type MayWrite } from './throttle.ts';

const { letterAgainMs, lettersAnHour } = ntvPlus.accounts;
const hour = 3_600_000;

describeOnDatabases('how often letters may be asked for', (kind) => {
  let test: TestCore;
  let mayWrite: MayWrite;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    mayWrite = createMayWrite({ clock: test.core.clock, rules: ntvPlus.accounts });
  });
  afterEach(() => test.close());

  const ask = (address = 'anna@example.test', letter: LetterKind = 'password-reset'): Promise<boolean> =>
    test.core.db.transaction().execute((trx) => mayWrite(trx, letter, address));

  it('once in a while, by address and kind', async () => {
    expect(await ask()).toBe(true);
    await test.core.clock.advance(letterAgainMs - 1);
    expect(await ask()).toBe(false);
    expect(await ask('boris@example.test')).toBe(true);
    expect(await ask('anna@example.test', 'registration')).toBe(true);
    await test.core.clock.advance(1);
    expect(await ask()).toBe(true);
  });

  it('so many times an hour', async () => {
    const answers: boolean[] = [];
    for (let i = 0; i <= lettersAnHour; i += 1) {
      answers.push(await ask());
      await test.core.clock.advance(letterAgainMs);
    }
    expect(answers).toEqual([...Array<boolean>(lettersAnHour).fill(true), false]);
    await test.core.clock.advance(hour);
    expect(await ask()).toBe(true);
  });

  it('is counted right when ten ask at once', async () => {
    const other = await test.another();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? test.core : other).db.transaction().execute((trx) => mayWrite(trx, 'email', 'a@b.test')),
      ),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('does not count what is rolled back', async () => {
    const rolledBack = test.core.db.transaction().execute(async (trx) => {
      await mayWrite(trx, 'password-reset', 'anna@example.test');
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await ask()).toBe(true);
  });

  it('keeps no address, and nothing of old', async () => {
    await ask();
    const stored = () => test.core.db.selectFrom('letter_requests').selectAll().execute();
    expect(JSON.stringify(await stored())).not.toContain('anna');
    await forgetLetterRequests(test.core.db, test.core.clock.now() + hour);
    expect(await stored()).toHaveLength(1);
    await forgetLetterRequests(test.core.db, test.core.clock.now() + hour + 1);
    expect(await stored()).toEqual([]);
  });
});
