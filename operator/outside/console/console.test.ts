import { registrations } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import {
  caughtLetters,
  caughtLetterWhole,
  outsideFault,
  shortMessages,
  type CaughtLetters,
} from '#protocol/api/console.ts';
import { letterSent } from '#protocol/api/registrations.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { createShortMessages } from '../../platform/sms/sms.ts';
import { tokenIn } from '#tests/operator/mail-fixture.ts';
import { startServer, type RunningServer } from '../../server.ts';
import type { StartOptions } from '../../start-options.ts';

describeOnDatabases('the operator console', (kind) => {
  let database: TestDatabase;
  const servers: RunningServer[] = [];
  const log: string[] = [];
  beforeEach(async () => {
    database = await freshDatabase(kind);
    log.length = 0;
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await database.remove();
  });

  async function start(options: Partial<StartOptions> = {}): Promise<RunningServer> {
    const server = await startServer({
      address: database.address,
      port: 0,
      paymentProvider: { file: ':memory:' },
      demo: false,
      console: true,
      passwordCost: { logN: 4, r: 1, p: 1 },
      logLevel: 'trace',
      logSink: { write: (line) => log.push(line) },
      ...options,
    });
    servers.push(server);
    return server;
  }
  async function ask({ origin }: RunningServer, method: string, path: string, body?: unknown): Promise<Response> {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return fetch(origin + path, { method, ...(body === undefined ? {} : json) });
  }
  async function register(server: RunningServer, email: string): Promise<{ delayed: boolean }> {
    const answer = await ask(server, 'POST', registrations.create.path, {
      email,
      password: 'a long enough password',
      advertisingConsent: false,
      consentTextVersion: '2026-09',
      language: 'en',
    });
    expect(answer.status).toBe(202);
    return letterSent.parse(await answer.json());
  }
  async function letters(server: RunningServer): Promise<CaughtLetters['letters']> {
    return caughtLetters.parse(await (await ask(server, 'GET', operations.console.listMail.path)).json()).letters;
  }
  /** Waits until the mailbox has `count` messages. */
  async function lettersOf(server: RunningServer, count: number): Promise<CaughtLetters['letters']> {
    return expect
      .poll(() => letters(server), { timeout: 10_000 })
      .toHaveLength(count)
      .then(() => letters(server));
  }

  it('shows a requested message with its link', async () => {
    const server = await start();
    expect(await register(server, 'anna@example.test')).toMatchObject({ delayed: false });
    const [head] = await lettersOf(server, 1);
    expect(head).toMatchObject({ to: 'anna@example.test', language: 'en' });
    const answer = await ask(server, 'GET', fillPath(operations.console.readMail.path, { letterId: head!.id }));
    const letter = caughtLetterWhole.parse(await answer.json());
    const token = tokenIn(letter);
    expect(letter.links).toEqual([`${server.origin}/links/registration#token=${token}`]);
    expect((await fetch(letter.links[0]!)).status).toBe(200);
    const lines = log.join('');
    expect(lines).toContain('letter left');
    for (const word of [token, 'anna', 'example.test', letter.subject]) expect(lines).not.toContain(word);
    const missing = await ask(server, 'GET', fillPath(operations.console.readMail.path, { letterId: 'nobody' }));
    expect(missing.status).toBe(404);
  });

  it('takes the mail server down: users are told and messages are sent when it is back', async () => {
    const server = await start();
    const fault = async (down: boolean): Promise<unknown> =>
      outsideFault.parse(await (await ask(server, 'PUT', operations.console.setMailFault.path, { down })).json());
    expect(await fault(true)).toEqual({ down: true });
    expect(await register(server, 'anna@example.test')).toMatchObject({ delayed: true });
    expect(await register(server, 'boris@example.test')).toMatchObject({ delayed: true });
    expect(await letters(server)).toEqual([]);
    expect(await fault(false)).toEqual({ down: false });
    expect((await lettersOf(server, 2)).map(({ to }) => to).sort()).toEqual([
      'anna@example.test',
      'boris@example.test',
    ]);
    expect(await register(server, 'vera@example.test')).toMatchObject({ delayed: false });
  });

  it('loses no message when the service stops before sending it', async () => {
    const first = await start();
    await ask(first, 'PUT', operations.console.setMailFault.path, { down: true });
    await register(first, 'anna@example.test');
    await first.close();
    const second = await start();
    await second.core.clock.advance(60_000);
    await ask(second, 'PUT', operations.console.setMailFault.path, { down: false });
    expect(await lettersOf(second, 1)).toMatchObject([{ to: 'anna@example.test' }]);
  });

  it('cannot control another mail server', async () => {
    const server = await start({ mail: { smtpUrl: 'smtp://127.0.0.1:9' } });
    const answer = await ask(server, 'PUT', operations.console.setMailFault.path, { down: true });
    expect(answer.status).toBe(404);
  });

  it('shows sent SMS, newest first', async () => {
    const server = await start();
    const { db, clock } = server.core;
    const sms = createShortMessages({ clock });
    await sms.send(db, { phone: '+79161234567', text: 'Code 123456', accountId: null });
    await clock.advance(1_000);
    await sms.send(db, { phone: '+79161234567', text: 'Code 654321', accountId: null });
    const rolledBack = db.transaction().execute(async (trx) => {
      await sms.send(trx, { phone: '+79161234567', text: 'Never sent', accountId: null });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const { messages } = shortMessages.parse(
      await (await ask(server, 'GET', operations.console.listMessages.path)).json(),
    );
    expect(messages).toMatchObject([
      { phone: '+79161234567', text: 'Code 654321' },
      { phone: '+79161234567', text: 'Code 123456' },
    ]);
  });
});
