import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { findLink, killLinks, mintLink, useLink } from './one-time-links.ts';

const life = 1_000;

describeOnDatabases('one-time links', (kind) => {
  let test: TestCore;
  let now: number;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    now = test.core.clock.now();
  });
  afterEach(() => test.close());

  const anna = { purpose: 'password-reset', subjectId: 'anna' } as const;
  const mint = (subject: Parameters<typeof mintLink>[1] = anna, at = now): Promise<string> =>
    mintLink(test.core.db, subject, at, life);
  const use = (token: string, at = now): Promise<string | null> =>
    test.core.db.transaction().execute((trx) => useLink(trx, 'password-reset', token, at));

  it('give their subject once', async () => {
    const token = await mint();
    expect(await use(token)).toBe('anna');
    expect(await use(token)).toBeNull();
  });

  it('are of use to the millisecond', async () => {
    const token = await mint();
    expect(await use(token, now + life)).toBeNull();
    expect(await use(token, now + life - 1)).toBe('anna');
  });

  it('are for their purpose alone, and unknown ones for none', async () => {
    const token = await mint({ purpose: 'email', subjectId: 'anna' });
    expect(await use(token)).toBeNull();
    expect(await use('A'.repeat(43))).toBeNull();
  });

  it('die with a newer one of the same purpose and subject, and with no other', async () => {
    const older = await mint();
    const boriss = await mint({ purpose: 'password-reset', subjectId: 'boris' });
    await mint({ purpose: 'email', subjectId: 'anna' });
    const newer = await mint(anna, now + 1);
    expect(await use(older, now + 1)).toBeNull();
    expect(await use(newer, now + 1)).toBe('anna');
    expect(await use(boriss, now + 1)).toBe('boris');
    expect(await use(older, now + 1)).toBeNull();
  });

  it('leave one good when several are made in one millisecond', async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => mint()));
    const used = await Promise.all(tokens.map((token) => use(token)));
    expect(used.filter((subject) => subject !== null)).toEqual(['anna']);
  });

  it('are taken by one of many that come at once, at two instances', async () => {
    const other = await test.another();
    const token = await mint();
    const tries = Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? test.core : other).db
        .transaction()
        .execute((trx) => useLink(trx, 'password-reset', token, now)),
    );
    const used = await Promise.all(tries);
    expect(used.filter((subject) => subject === 'anna')).toHaveLength(1);
  });

  it('stay good when what they were used for did not happen', async () => {
    const token = await mint();
    const failing = test.core.db.transaction().execute(async (trx) => {
      await useLink(trx, 'password-reset', token, now);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await use(token)).toBe('anna');
  });

  it('are stored hashed, and looked at without being used', async () => {
    const token = await mint();
    const rows = await test.core.db.selectFrom('one_time_links').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await findLink(test.core.db, 'password-reset', token, now)).toEqual({ subjectId: 'anna', used: false });
    await use(token);
    expect(await findLink(test.core.db, 'password-reset', token, now)).toEqual({ subjectId: 'anna', used: true });
    expect(await findLink(test.core.db, 'password-reset', token, now + life)).toBeNull();
  });

  it('can be killed', async () => {
    const token = await mint();
    await killLinks(test.core.db, anna);
    expect(await use(token)).toBeNull();
  });
});
