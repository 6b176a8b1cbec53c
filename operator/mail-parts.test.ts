import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import type { MailOrder } from './domains/mail/mail-kinds.ts';
import { createMailParts, type MailOptions, type MailParts } from './mail-parts.ts';
import { order, tokenIn } from '#tests/operator/mail-fixture.ts';

/** A loopback port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describeOnDatabases('mail over real SMTP', (kind) => {
  let test: TestCore;
  let lines: string[];
  let errors: unknown[];
  const open: MailParts[] = [];
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    lines = [];
    errors = [];
  });
  afterEach(async () => {
    for (const mail of open.splice(0)) await mail.close();
    expect(errors).toEqual([]);
    await test.close();
  });

  function start(options: MailOptions = {}): MailParts {
    const line = (fields: object, text: string): void => void lines.push(`${text} ${JSON.stringify(fields)}`);
    const mail = createMailParts(test.core, {
      ...options,
      origin: () => 'http://127.0.0.1:3116',
      log: { info: line, warn: line },
      onError: (error) => errors.push(error),
    });
    open.push(mail);
    return mail;
  }
  async function send(mail: MailParts, ...orders: MailOrder[]): Promise<void> {
    await test.core.db.transaction().execute(async (trx) => {
      for (const one of orders) await mail.outbox.write(trx, one);
    });
    await mail.outbox.run();
  }

  it('delivers a message to the catcher, which shows it unchanged', async () => {
    const mail = start();
    await send(mail, order('registration', { language: 'ru', recipient: 'анна+test@example.test' }));
    const [letter, ...others] = await mail.caught.list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      at: new Date(test.core.clock.now()).toISOString(),
      to: expect.stringContaining('+test@example.test') as string,
      from: '"НТВ-ПЛЮС" <no-reply@ntvplus.ru>',
      subject: 'Подтвердите адрес для личного кабинета НТВ-ПЛЮС',
      language: 'ru',
    });
    const whole = await mail.caught.one(letter!.id);
    expect(whole).toMatchObject({ ...letter });
    expect(whole!.links).toEqual([`http://127.0.0.1:3116/links/registration#token=${tokenIn(whole!)}`]);
    expect(whole!.html).toContain('<html lang="ru">');
    expect(await mail.caught.one('unknown')).toBeNull();
  });

  it('keeps tokens readable only in caught messages and logs no message content', async () => {
    const mail = start();
    await send(mail, order('password-reset'), order('email', { recipient: 'new@example.test', language: 'sv' }));
    mail.catcher!.setDown(true);
    await send(mail, order('registration'));
    mail.catcher!.setDown(false);
    await mail.outbox.probe();
    const heads = await mail.caught.list();
    const whole = await Promise.all(heads.map(({ id }) => mail.caught.one(id)));
    const tokens = whole.map((letter) => tokenIn(letter!));
    expect(new Set(tokens).size).toBe(3);
    const tables = await test.core.db.introspection.getTables();
    for (const { name } of tables) {
      if (name === 'caught_letters') continue;
      const rows = await test.core.db
        .selectFrom(name as 'letters')
        .selectAll()
        .execute();
      for (const token of tokens) expect(JSON.stringify(rows)).not.toContain(token);
    }
    const log = lines.join('\n');
    expect(log).toContain('letter left');
    for (const word of [...tokens, 'example.test', 'NTV', 'http']) expect(log).not.toContain(word);
  });

  it('queues messages while the catcher is down and sends them when it is back', async () => {
    const mail = start();
    mail.catcher!.setDown(true);
    await send(mail, order('password-reset'));
    expect(mail.outbox.delayed()).toBe(true);
    expect(await mail.caught.list()).toEqual([]);
    mail.catcher!.setDown(false);
    await mail.outbox.probe();
    expect(mail.outbox.delayed()).toBe(false);
    expect(await mail.caught.list()).toHaveLength(1);
  });

  it('sends through a configured server with the configured sender', async () => {
    const server = start();
    const address = await server.catcher!.address();
    const mail = start({ smtpUrl: address, from: 'cabinet@operator.example' });
    expect(mail.catcher).toBeNull();
    await send(mail, order('two-step-on'));
    expect(await server.caught.list()).toMatchObject([{ from: '"NTV-PLUS" <cabinet@operator.example>' }]);
  });

  it('keeps messages while a configured server is unreachable', async () => {
    const mail = start({ smtpUrl: `smtp://127.0.0.1:${await closedPort()}` });
    await send(mail, order('two-step-on'), order('password-reset', { recipient: null }));
    expect(mail.outbox.delayed()).toBe(true);
    expect(lines.join('\n')).toMatch(/mail server does not answer.*ESOCKET|ECONN/);
  });

  it('keeps the newest messages, newest first', async () => {
    const mail = start();
    const source = (n: number): string => `Subject: ${n}\r\n\r\nText`;
    for (let n = 0; n < 203; n += 1) {
      await mail.caught.keep({ recipients: ['anna@example.test'], source: source(n) });
      await test.core.clock.advance(1);
    }
    const subjects = (await mail.caught.list()).map(({ subject }) => subject);
    expect(subjects).toHaveLength(200);
    expect([subjects[0], subjects.at(-1)]).toEqual(['202', '3']);
  });

  it('shows messages from other senders, even malformed ones', async () => {
    const mail = start();
    await mail.caught.keep({ recipients: ['a@b.test', 'c@d.test'], source: 'no header at all\0' });
    await mail.caught.keep({
      recipients: ['a@b.test'],
      source:
        'Subject: x\r\nContent-Type: text/html\r\nContent-Language: de\r\n\r\n<a href="javascript:alert(1)">x</a><a href="https://a.test/?a=1&amp;b=2">',
    });
    const letters = await Promise.all((await mail.caught.list()).map(({ id }) => mail.caught.one(id)));
    expect(letters).toHaveLength(3);
    expect(letters.map((letter) => letter!.language)).toEqual([null, null, null]);
    expect(letters.flatMap((letter) => letter!.links)).toEqual(['https://a.test/?a=1&b=2']);
  });
});
