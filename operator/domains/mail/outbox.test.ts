import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { useLink } from '../accounts/one-time-links.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { MailFailure } from '../../platform/mail/mail-failure.ts';
import type { LetterOrder } from './mail-kinds.ts';
import { claimLetter, dueLetters } from './outbox-rows.ts';
import { order, testOutbox, TestServer, tokenIn, type TestOutbox } from '#tests/operator/mail-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;

describeOnDatabases('the outbox', (kind) => {
  let test: TestCore;
  let server: TestServer;
  let outbox: TestOutbox;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    server = new TestServer();
    outbox = testOutbox(test.core, server);
  });
  afterEach(async () => {
    await outbox.stop();
    expect(outbox.errors).toEqual([]);
    await test.close();
  });

  const write = (...orders: LetterOrder[]): Promise<void> =>
    test.core.db.transaction().execute(async (trx) => {
      for (const one of orders) await outbox.write(trx, one);
    });
  const later = (ms: number): Promise<void> => test.core.clock.advance(ms);
  const rows = () => test.core.db.selectFrom('letters').selectAll().orderBy('created_at').execute();
  const kinds = (): string[] => server.sent.map(({ subject }) => subject);
  const worth = (token: string): Promise<string | null> =>
    useLink(test.core.db, 'password-reset', token, test.core.clock.now());

  it('sends what was written, once', async () => {
    await write(order('password-changed'), order('two-step-on', { language: 'sv' }));
    await outbox.run();
    await outbox.run();
    expect(kinds()).toEqual([
      'The password of your NTV-PLUS account was changed',
      'Tvåstegsinloggning till ditt konto hos NTV-PLUS är på',
    ]);
    expect((await rows()).map(({ sent_at, next_try_at }) => ({ sent_at, next_try_at }))).toEqual(
      Array(2).fill({ sent_at: test.core.clock.now(), next_try_at: null }),
    );
    expect(outbox.delayed()).toBe(false);
  });

  it('sends nothing of a transaction that was rolled back', async () => {
    const rolledBack = test.core.db.transaction().execute(async (trx) => {
      await outbox.write(trx, order('password-changed'));
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await outbox.run();
    expect(server.sent).toEqual([]);
  });

  it('is woken after a commit', async () => {
    const left = new Promise<void>((resolve) => {
      server.before = () => {
        resolve();
        return Promise.resolve();
      };
    });
    await write(order('password-changed'));
    outbox.wake();
    await left;
  });

  it('looks by itself once started: at what waits from before, and at a server that was away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      server.trouble = 'server';
      await write(order('password-changed'));
      outbox.start();
      await outbox.run();
      expect(outbox.delayed()).toBe(true);
      server.trouble = null;
      vi.advanceTimersByTime(5_000);
      // In line after what the timer began.
      await outbox.run();
      expect(server.sent).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks another server from time to time how it is', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const watching = testOutbox(test.core, server, { greetEveryMs: minute });
    try {
      watching.start();
      await watching.run();
      expect(server.greeted).toBe(1);
      server.trouble = 'server';
      for (let passed = 0; passed < minute; passed += 20_000) {
        await watching.run();
        expect(watching.delayed()).toBe(false);
        vi.advanceTimersByTime(20_000);
      }
      await watching.run();
      expect(watching.delayed()).toBe(true);
    } finally {
      await watching.stop();
      vi.useRealTimers();
    }
  });

  it('keeps letters while the server does not answer, says so, and sends them when it does', async () => {
    server.trouble = 'server';
    await write(order('password-reset'), order('two-step-off'), order('email', { recipient: 'new@example.test' }));
    await outbox.run();
    expect(outbox.delayed()).toBe(true);
    await later(minute);
    await outbox.run();
    expect(server.sent).toEqual([]);
    server.trouble = null;
    await outbox.probe();
    expect(server.sent).toHaveLength(3);
    expect(outbox.delayed()).toBe(false);
    expect((await rows()).every(({ next_try_at }) => next_try_at === null)).toBe(true);
  });

  it('waits ever longer between tries, and gives up after a day', async () => {
    server.trouble = 'later';
    await write(order('password-changed'));
    const waits: number[] = [];
    for (;;) {
      await outbox.run();
      const [row] = await rows();
      if (row!.next_try_at === null) break;
      const wait = row!.next_try_at - test.core.clock.now();
      waits.push(wait);
      await later(wait);
    }
    expect(waits.slice(0, 3)).toEqual([2_000, 5_000, 15_000]);
    expect([...waits].sort((one, other) => one - other)).toEqual(waits);
    expect(Math.max(...waits)).toBe(hour);
    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThanOrEqual(24 * hour);
    expect(waited).toBeLessThan(26 * hour);
    expect(outbox.lines.filter((line) => line.startsWith('letter given up'))).toHaveLength(1);
    server.trouble = null;
    await later(24 * hour);
    await outbox.run();
    expect(server.sent).toEqual([]);
    // The server did answer all the time.
    expect(outbox.delayed()).toBe(false);
  });

  it('tries every letter once, however long the service stood still', async () => {
    await write(order('password-changed'));
    await later(72 * hour);
    await outbox.run();
    expect(server.sent).toHaveLength(1);
  });

  it('does not try again what the server will never take', async () => {
    server.trouble = 'never';
    await write(order('password-changed'));
    await outbox.run();
    expect(outbox.delayed()).toBe(false);
    expect((await rows())[0]).toMatchObject({ next_try_at: null, sent_at: null, tries: 1 });
  });

  it('sends again what a crash left half-way, after its time', async () => {
    await write(order('password-reset'));
    // Another instance takes the letter and dies.
    const [row] = await dueLetters(test.core.db, test.core.clock.now(), 1);
    const now = test.core.clock.now();
    let lost = '';
    const claimed = await claimLetter(
      test.core.db,
      row!,
      { now, until: now + 2 * minute },
      {
        mint: (trx, link, at, lifeMs) =>
          import('../accounts/one-time-links.ts').then(async ({ mintLink }) => {
            lost = await mintLink(trx, link, at, lifeMs);
            return lost;
          }),
        lifeMs: () => hour,
      },
    );
    expect(claimed).toMatchObject({ token: lost });
    await outbox.run();
    expect(server.sent).toEqual([]);
    await later(2 * minute);
    await outbox.run();
    expect(server.sent).toHaveLength(1);
    expect(await worth(tokenIn(server.sent[0]))).toBe('anna');
    expect(await worth(lost)).toBeNull();
  });

  it('is sent once by two instances that look at the same time', async () => {
    const other = testOutbox(await test.another(), server);
    for (let round = 0; round < 5; round += 1) {
      await write(...Array.from({ length: 8 }, (_, index) => order('password-changed', { subjectId: `${index}` })));
      await Promise.all([outbox.run(), other.run(), outbox.run(), other.run()]);
    }
    expect(server.sent).toHaveLength(40);
    expect(new Set(server.sent.map(({ id }) => id)).size).toBe(40);
    await other.stop();
    expect(other.errors).toEqual([]);
  });

  it('makes the link when the letter leaves; nothing of it is stored readable', async () => {
    await write(order('password-reset'));
    expect(await test.core.db.selectFrom('one_time_links').selectAll().execute()).toEqual([]);
    await outbox.run();
    const token = tokenIn(server.sent[0]);
    const stored = await Promise.all([
      rows(),
      test.core.db.selectFrom('one_time_links').selectAll().execute(),
      test.core.db.selectFrom('letter_requests').selectAll().execute(),
    ]);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(await worth(token)).toBe('anna');
  });

  it('gives each link its life', async () => {
    await write(order('password-reset'), order('registration'), order('email'));
    await outbox.run();
    const links = await test.core.db.selectFrom('one_time_links').select(['purpose', 'expires_at']).execute();
    const life = (purpose: string): number =>
      links.find((link) => link.purpose === purpose)!.expires_at - test.core.clock.now();
    expect([life('password-reset'), life('registration'), life('email')]).toEqual([20 * minute, 24 * hour, 24 * hour]);
  });

  it('leaves the link of an earlier letter alone until the newer one is away', async () => {
    await write(order('password-reset'));
    await outbox.run();
    const first = tokenIn(server.sent[0]);
    server.trouble = 'server';
    await later(minute);
    await write(order('password-reset'));
    await outbox.run();
    server.trouble = null;
    await test.core.db.transaction().execute(async (trx) => {
      expect(await useLink(trx, 'password-reset', first, test.core.clock.now())).toBe('anna');
      await trx.updateTable('one_time_links').set({ used_at: null }).execute();
    });
    await later(minute);
    await outbox.probe();
    expect(await worth(first)).toBeNull();
    expect(await worth(tokenIn(server.sent[1]))).toBe('anna');
  });

  it('sends the newest of letters with a link to the same subject that wait, and no older one', async () => {
    server.trouble = 'server';
    await write(order('password-reset', { language: 'ru' }), order('password-reset', { subjectId: 'boris' }));
    await outbox.run();
    await later(minute);
    await write(order('password-reset', { language: 'sv' }));
    server.trouble = null;
    await outbox.probe();
    await outbox.run();
    expect(server.sent.map(({ language }) => language).sort()).toEqual(['en', 'sv']);
  });

  it('does not send a replaced letter again, whatever happens while it leaves', async () => {
    await write(order('password-reset', { language: 'ru' }));
    server.before = async ({ language }) => {
      if (language !== 'ru') return;
      await write(order('password-reset', { language: 'sv' }));
      throw new MailFailure('server', 'ECONNRESET');
    };
    await outbox.run();
    await outbox.probe();
    await later(24 * hour);
    await outbox.run();
    expect(server.sent.map(({ language }) => language)).toEqual(['sv']);
  });

  it('speaks to the server for nobody’s letter, and says as much of the server as with somebody’s', async () => {
    await write(order('password-reset', { recipient: null, subjectId: undefined! }));
    await outbox.run();
    expect([server.greeted, server.sent.length]).toEqual([1, 0]);
    server.trouble = 'server';
    await write(order('password-reset', { recipient: null, subjectId: undefined! }));
    await outbox.run();
    expect(outbox.delayed()).toBe(true);
    server.trouble = null;
    await outbox.probe();
    expect((await rows()).every(({ next_try_at, sent_at }) => next_try_at === null && sent_at === null)).toBe(true);
    expect(await test.core.db.selectFrom('one_time_links').selectAll().execute()).toEqual([]);
  });

  it('logs neither addresses nor links nor words', async () => {
    await write(order('password-reset'), order('email-changing', { facts: { email: 'new@example.test' } }));
    server.trouble = 'server';
    await outbox.run();
    server.trouble = 'never';
    await later(minute);
    await write(order('email'));
    await outbox.run();
    server.trouble = null;
    await outbox.probe();
    const log = outbox.lines.join('\n');
    expect(log).toContain('"kind":"password-reset"');
    expect(log).not.toMatch(/@|token|NTV|http/);
  });

  it('forgets letters of long ago that wait no more, and none that waits', async () => {
    await write(order('password-changed'));
    await outbox.run();
    await later(91 * 24 * hour);
    await write(order('two-step-on'));
    await outbox.purge();
    expect((await rows()).map((row) => row.kind)).toEqual(['two-step-on']);
  });

  it('stops while a letter leaves, and sends no other', async () => {
    await write(...Array.from({ length: 6 }, (_, index) => order('password-changed', { subjectId: `${index}` })));
    const stops: Promise<void>[] = [];
    server.before = () => {
      stops.push(outbox.stop());
      return Promise.resolve();
    };
    await outbox.run();
    await Promise.all(stops);
    expect(server.sent).toHaveLength(4);
    expect((await rows()).filter(({ next_try_at }) => next_try_at !== null)).toHaveLength(2);
  });

  it('tells a fault of its own, and tries that letter later', async () => {
    const broken = testOutbox(test.core, server, {
      origin: () => {
        throw new TypeError('no origin');
      },
    });
    await write(order('password-reset'));
    await broken.run();
    expect(broken.errors).toEqual([new TypeError('no origin')]);
    expect(broken.delayed()).toBe(false);
    expect((await rows())[0]).toMatchObject({ tries: 1, next_try_at: test.core.clock.now() + 2_000 });
  });
});
