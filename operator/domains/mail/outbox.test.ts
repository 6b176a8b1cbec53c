import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { useLink } from '../accounts/one-time-links.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { MailFailure } from '../../platform/mail/mail-failure.ts';
import type { MailOrder } from './mail-kinds.ts';
import { claimMail, dueMail } from './outbox-rows.ts';
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

  const write = (...orders: MailOrder[]): Promise<void> =>
    test.core.db.transaction().execute(async (trx) => {
      for (const one of orders) await outbox.write(trx, one);
    });
  const later = (ms: number): Promise<void> => test.core.clock.advance(ms);
  const rows = () => test.core.db.selectFrom('letters').selectAll().orderBy('created_at').execute();
  const kinds = (): string[] => server.sent.map(({ subject }) => subject);
  const redeem = (token: string): Promise<string | null> =>
    useLink(test.core.db, 'password-reset', token, test.core.clock.now());

  it('sends stored mail once', async () => {
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

  it('sends nothing from a rolled-back transaction', async () => {
    const rolledBack = test.core.db.transaction().execute(async (trx) => {
      await outbox.write(trx, order('password-changed'));
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await outbox.run();
    expect(server.sent).toEqual([]);
  });

  it('sends after wake()', async () => {
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

  it('after start() sends waiting mail and retries an unavailable server', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      server.trouble = 'server';
      await write(order('password-changed'));
      outbox.start();
      await outbox.run();
      expect(outbox.delayed()).toBe(true);
      server.trouble = null;
      vi.advanceTimersByTime(5_000);
      // Queued behind the run that the timer started.
      await outbox.run();
      expect(server.sent).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('checks an external server at intervals', async () => {
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

  it('keeps mail while the server does not answer, reports the delay, and sends it when the server is back', async () => {
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

  it('increases the delay between attempts and gives up after a day', async () => {
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
    // The server answered each attempt.
    expect(outbox.delayed()).toBe(false);
  });

  it('attempts every mail once, even after a long downtime', async () => {
    await write(order('password-changed'));
    await later(72 * hour);
    await outbox.run();
    expect(server.sent).toHaveLength(1);
  });

  it('does not retry a permanent rejection', async () => {
    server.trouble = 'never';
    await write(order('password-changed'));
    await outbox.run();
    expect(outbox.delayed()).toBe(false);
    expect((await rows())[0]).toMatchObject({ next_try_at: null, sent_at: null, tries: 1 });
  });

  it('sends mail of a crashed instance again when its claim has ended', async () => {
    await write(order('password-reset'));
    // Another instance claims the mail and crashes.
    const [row] = await dueMail(test.core.db, test.core.clock.now(), 1);
    const now = test.core.clock.now();
    let lost = '';
    const claimed = await claimMail(
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
    expect(await redeem(tokenIn(server.sent[0]))).toBe('anna');
    expect(await redeem(lost)).toBeNull();
  });

  it('sends each mail once when two instances run at the same time', async () => {
    const other = testOutbox(await test.another(), server);
    for (let run = 0; run < 5; run += 1) {
      await write(...Array.from({ length: 8 }, (_, index) => order('password-changed', { subjectId: `${index}` })));
      await Promise.all([outbox.run(), other.run(), outbox.run(), other.run()]);
    }
    expect(server.sent).toHaveLength(40);
    expect(new Set(server.sent.map(({ id }) => id)).size).toBe(40);
    await other.stop();
    expect(other.errors).toEqual([]);
  });

  it('creates the link when the mail is sent and does not store the token in clear text', async () => {
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
    expect(await redeem(token)).toBe('anna');
  });

  it('sets the lifetime of each link kind', async () => {
    await write(order('password-reset'), order('registration'), order('email'));
    await outbox.run();
    const links = await test.core.db.selectFrom('one_time_links').select(['purpose', 'expires_at']).execute();
    const life = (purpose: string): number =>
      links.find((link) => link.purpose === purpose)!.expires_at - test.core.clock.now();
    expect([life('password-reset'), life('registration'), life('email')]).toEqual([20 * minute, 24 * hour, 24 * hour]);
  });

  it('keeps the link of an earlier mail valid until the newer mail is sent', async () => {
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
    expect(await redeem(first)).toBeNull();
    expect(await redeem(tokenIn(server.sent[1]))).toBe('anna');
  });

  it('sends only the newest waiting link mail of a subject', async () => {
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

  it('does not retry mail that was replaced during sending', async () => {
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

  it('connects to the server for mail without a recipient and reports delays the same way', async () => {
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

  it('logs no addresses, links or contents', async () => {
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

  it('purges old mail that was sent, and keeps waiting mail', async () => {
    await write(order('password-changed'));
    await outbox.run();
    await later(91 * 24 * hour);
    await write(order('two-step-on'));
    await outbox.purge();
    expect((await rows()).map((row) => row.kind)).toEqual(['two-step-on']);
  });

  it('stop() finishes deliveries in progress and starts no new ones', async () => {
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

  it('reports an internal error and retries that mail later', async () => {
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
