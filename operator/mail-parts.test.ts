import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import type { MailOrder } from './domains/mail/mail-kinds.ts';
import { createMailParts, type MailOptions, type MailParts } from './mail-parts.ts';
import { order, tokenIn } from '#tests/operator/mail-fixture.ts';

/** A port of the loopback where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describeOnDatabases('the post over real SMTP', (kind) => {
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
    for (const post of open.splice(0)) await post.close();
    expect(errors).toEqual([]);
    await test.close();
  });

  function start(options: MailOptions = {}): MailParts {
    const line = (fields: object, text: string): void => void lines.push(`${text} ${JSON.stringify(fields)}`);
    const post = createMailParts(test.core, {
      ...options,
      origin: () => 'http://127.0.0.1:3116',
      log: { info: line, warn: line },
      onError: (error) => errors.push(error),
    });
    open.push(post);
    return post;
  }
  async function send(post: MailParts, ...orders: MailOrder[]): Promise<void> {
    await test.core.db.transaction().execute(async (trx) => {
      for (const one of orders) await post.letters.write(trx, one);
    });
    await post.letters.run();
  }

  it('hands a letter to the catcher, which shows it as it came', async () => {
    const post = start();
    await send(post, order('registration', { language: 'ru', recipient: 'анна+test@example.test' }));
    const [letter, ...others] = await post.caught.list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      at: new Date(test.core.clock.now()).toISOString(),
      to: expect.stringContaining('+test@example.test') as string,
      from: '"НТВ-ПЛЮС" <no-reply@ntvplus.ru>',
      subject: 'Подтвердите адрес для личного кабинета НТВ-ПЛЮС',
      language: 'ru',
    });
    const whole = await post.caught.one(letter!.id);
    expect(whole).toMatchObject({ ...letter });
    expect(whole!.links).toEqual([`http://127.0.0.1:3116/links/registration#token=${tokenIn(whole!)}`]);
    expect(whole!.html).toContain('<html lang="ru">');
    expect(await post.caught.one('unknown')).toBeNull();
  });

  it('keeps tokens readable in the caught letters alone, and nothing of a letter in the log', async () => {
    const post = start();
    await send(post, order('password-reset'), order('email', { recipient: 'new@example.test', language: 'sv' }));
    post.catcher!.setDown(true);
    await send(post, order('registration'));
    post.catcher!.setDown(false);
    await post.letters.probe();
    const heads = await post.caught.list();
    const whole = await Promise.all(heads.map(({ id }) => post.caught.one(id)));
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

  it('queues what a broken catcher does not take, and sends it when that is back', async () => {
    const post = start();
    post.catcher!.setDown(true);
    await send(post, order('password-reset'));
    expect(post.letters.delayed()).toBe(true);
    expect(await post.caught.list()).toEqual([]);
    post.catcher!.setDown(false);
    await post.letters.probe();
    expect(post.letters.delayed()).toBe(false);
    expect(await post.caught.list()).toHaveLength(1);
  });

  it('sends through another server by setting, under the given address', async () => {
    const server = start();
    const address = await server.catcher!.address();
    const post = start({ smtpUrl: address, from: 'cabinet@operator.example' });
    expect(post.catcher).toBeNull();
    await send(post, order('two-step-on'));
    expect(await server.caught.list()).toMatchObject([{ from: '"NTV-PLUS" <cabinet@operator.example>' }]);
  });

  it('waits for another server that nobody reaches', async () => {
    const post = start({ smtpUrl: `smtp://127.0.0.1:${await closedPort()}` });
    await send(post, order('two-step-on'), order('password-reset', { recipient: null }));
    expect(post.letters.delayed()).toBe(true);
    expect(lines.join('\n')).toMatch(/mail server does not answer.*ESOCKET|ECONN/);
  });

  it('keeps the newest letters, newest first', async () => {
    const post = start();
    const source = (n: number): string => `Subject: ${n}\r\n\r\nText`;
    for (let n = 0; n < 203; n += 1) {
      await post.caught.keep({ recipients: ['anna@example.test'], source: source(n) });
      await test.core.clock.advance(1);
    }
    const subjects = (await post.caught.list()).map(({ subject }) => subject);
    expect(subjects).toHaveLength(200);
    expect([subjects[0], subjects.at(-1)]).toEqual(['202', '3']);
  });

  it('shows letters of others as well, whatever they are', async () => {
    const post = start();
    await post.caught.keep({ recipients: ['a@b.test', 'c@d.test'], source: 'no header at all\0' });
    await post.caught.keep({
      recipients: ['a@b.test'],
      source:
        'Subject: x\r\nContent-Type: text/html\r\nContent-Language: de\r\n\r\n<a href="javascript:alert(1)">x</a><a href="https://a.test/?a=1&amp;b=2">',
    });
    const letters = await Promise.all((await post.caught.list()).map(({ id }) => post.caught.one(id)));
    expect(letters).toHaveLength(3);
    expect(letters.map((letter) => letter!.language)).toEqual([null, null, null]);
    expect(letters.flatMap((letter) => letter!.links)).toEqual(['https://a.test/?a=1&b=2']);
  });
});
