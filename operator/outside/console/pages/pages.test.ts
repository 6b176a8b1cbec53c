import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '#tests/databases.ts';
import type { CaughtLetterWhole, ConsoleOrder, PaymentSystemFault, ShortMessages } from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';
import { paymentMethods, type PaymentMethod } from '#protocol/api/payments.ts';
import { identityProviders } from '#protocol/api/identity.ts';
import { languages } from '#protocol/primitives.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import { testService, type TestService } from '#tests/operator/test-app.ts';
import { composeMail } from '../../../domains/mail/compose.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import type { ConsoleActions } from '../console-ports.ts';
import { createConnectionFault, noConnectionFault } from '../connection-fault.ts';
import { messageStyles } from './message-page.ts';
import { messagePagePath } from './mailbox-page.ts';
import { phoneInWords } from './phone-number.ts';
import { consoleScript } from './script.ts';
import { consoleStyle } from './style.ts';
import { consoleWords } from './words.ts';

const at = '2026-11-22T06:45:00.000Z';
const link = 'http://127.0.0.1:3116/links/registration#token=abc';

function letterOf(different: Partial<CaughtLetterWhole> = {}): CaughtLetterWhole {
  const written = composeMail(
    { kind: 'registration', language: 'ru', facts: {}, at: 0, link: { address: link, lifeMs: 60_000 } },
    ntvPlus,
  );
  const head = { id: 'a1', at, to: 'anna@example.test', from: 'NTV <no-reply@ntv.test>', language: 'ru' as const };
  return { ...head, ...written, links: [link], ...different };
}

function orderOf(different: Partial<ConsoleOrder> = {}): ConsoleOrder {
  return {
    id: 'o1',
    paymentId: 'p1',
    method: 'mobile',
    amountKopecks: 50_000,
    status: 'processing',
    phone: '+79161234567',
    waitsForPhone: false,
    waitsForBank: false,
    createdAt: at,
    unsentWebhooks: 0,
    ...different,
  };
}

/** Requests that the page's buttons send: `POST /… {…}`. */
function sends(body: string): string[] {
  const text = body.replace(consoleScript, '');
  return [...text.matchAll(/data-send="([^"]*)"\s+data-body="([^"]*)"/g)].map(
    ([, to = '', json = '']) => `${to} ${json.replaceAll('&quot;', '"')}`,
  );
}

/** Content security policy by directive. */
function policyOf(header: unknown): Record<string, string[]> {
  const directives = String(header)
    .split('; ')
    .map((one) => one.split(' '));
  return Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]));
}

describe('the console’s pages', () => {
  let service: TestService;
  let remove: () => Promise<void>;
  let letters: CaughtLetterWhole[];
  let messages: ShortMessages['messages'];
  let mail: 'up' | 'down' | 'elsewhere';
  let orders: ConsoleOrder[] | 'silent' | 'broken';
  let fault: PaymentSystemFault;
  let off: Set<PaymentMethod>;
  let downNetworks: Set<string>;
  const unused = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const actions: ConsoleActions = {
    clock: () => ({ now: at, today: '2026-11-22' }),
    advance: () => Promise.resolve({ now: at, today: '2026-11-22' }),
    topUp: unused,
    receivedMail: () => Promise.resolve(letters),
    receivedMessage: (id) => Promise.resolve(letters.find((letter) => letter.id === id) ?? null),
    messages: () => Promise.resolve(messages),
    mailServer: () => mail,
    setMailFault: (wanted) => Promise.resolve(wanted),
    networkDown: (provider) => downNetworks.has(provider),
    setNetworkFault: unused,
    connection: createConnectionFault(),
    payments: {
      receiveMessage: unused,
      orders() {
        if (orders === 'silent') return Promise.reject(new ProblemError('payment-system-unavailable'));
        return orders === 'broken' ? unused() : Promise.resolve(orders);
      },
      answerAtPhone: unused,
      answerAtBank: unused,
      refund: unused,
      paymentFault: () => fault,
      setPaymentFault: unused,
      methodsOff: () => Promise.resolve(off),
      setMethodFault: unused,
    },
  };
  beforeAll(async () => {
    const database = await freshDatabase('sqlite');
    service = await testService(database.address, { console: actions });
    remove = () => database.remove();
  });
  afterAll(async () => {
    await service.close();
    await remove();
  });
  beforeEach(() => {
    letters = [letterOf()];
    messages = [
      { id: 'm2', at, phone: '+79161234567', text: 'second', direction: 'out' },
      { id: 'm1', at, phone: '+79161234567', text: 'first', direction: 'out' },
      { id: 'm0', at, phone: '+46701234567', text: 'other', direction: 'out' },
    ];
    mail = 'up';
    orders = [
      orderOf({ id: 'mobile', waitsForPhone: true }),
      orderOf({ id: 'code', method: 'sbp', phone: null, status: 'awaiting-payer', waitsForPhone: true }),
    ];
    fault = { down: false, lostWebhooks: false, doubledWebhooks: false };
    off = new Set();
    downNetworks = new Set();
    actions.connection.set(noConnectionFault);
  });

  const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    service.app.inject({ url, headers: { host: '127.0.0.1:3116', ...headers }, remoteAddress });
  const letterPage = fillPath(messagePagePath, { letterId: 'a1' });
  const pages = [
    paths.consoleMailboxPage,
    paths.consolePhonePage,
    paths.consolePaymentsPage,
    paths.consoleFaultsPage,
    paths.consoleClockPage,
    letterPage,
  ];

  it('start at /console', async () => {
    const answer = await get('/console');
    expect([answer.statusCode, answer.headers.location]).toEqual([302, paths.consoleMailboxPage]);
  });

  it.each(pages)('%s is of the browser’s language', async (page) => {
    for (const language of languages) {
      const { body } = await get(page, { 'accept-language': `${language}-XX,de;q=0.5` });
      expect(body).toContain(`<html lang="${language}">`);
      expect(body).toContain(consoleWords[language].title);
      expect(body.replace(consoleScript, '')).not.toMatch(/undefined|\[object/);
    }
  });

  it.each(pages)('%s runs and shows nothing that its policy does not name', async (page) => {
    const { headers, body } = await get(page);
    const policy = policyOf(headers['content-security-policy']);
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': [hash(consoleScript)],
      'connect-src': ["'self'"],
      'img-src': ['data:'],
      'form-action': ["'none'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(policy['style-src']).toContain(hash(consoleStyle));
    expect(String(headers['content-security-policy'])).not.toContain('unsafe-inline');
    expect(body).toContain(`<script type="module">${consoleScript}</script>`);
    expect(body).toContain(`<style>${consoleStyle}</style>`);
    // Outside the frame of the message, whose content is escaped, there are no inline styles or scripts.
    const rest = body
      .replace(/ srcdoc="[^"]*"/, '')
      .replace(consoleScript, '')
      .replace(consoleStyle, '');
    expect(rest).not.toMatch(/\sstyle=|\son[a-z]+=|<script src|<img/);
  });

  it('list messages with a link to each', async () => {
    const { body } = await get(paths.consoleMailboxPage);
    expect(body).toContain(`href="${letterPage}"`);
    expect(body).toContain('anna@example.test');
    expect(body).toContain('09:45');
    letters = [];
    expect((await get(paths.consoleMailboxPage)).body).toContain(consoleWords.ru.mailboxEmpty);
  });

  it('return only the live content to their script', async () => {
    const { body, headers } = await get(paths.consoleMailboxPage, { 'x-console-part': 'content' });
    expect(body).toContain(letterPage);
    expect(body).not.toContain('<html');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('show a message in a sandboxed frame with only its own styles', async () => {
    const { body, headers } = await get(letterPage);
    expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const frame = /srcdoc="([^"]*)"/.exec(body)?.[1] ?? '';
    expect(frame).toContain('&lt;html lang=&quot;ru&quot;&gt;');
    const [letter] = letters;
    const styles = messageStyles(letter!.html);
    expect(styles.length).toBeGreaterThan(5);
    expect(policyOf(headers['content-security-policy'])['style-src']).toEqual(expect.arrayContaining(styles));
    expect(policyOf((await get(paths.consoleClockPage)).headers['content-security-policy'])['style-src']).toHaveLength(
      1,
    );
    expect(body.split(`<a href="${link}" target="_blank" rel="noopener noreferrer">`)).toHaveLength(3);
  });

  it('report an unknown message', async () => {
    const answer = await get(fillPath(messagePagePath, { letterId: 'nobody' }), { 'accept-language': 'en' });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain(consoleWords.en.noLetter);
  });

  it('escape content of e-mail and SMS', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"><script>alert(1)</script>', "' onfocus='x", '</pre><b>', '</iframe>', '" srcdoc="<b>'),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (subject, text, html) => {
        const tags = (page: string): string[] =>
          (
            page
              .replace(consoleScript, '')
              .replace(consoleStyle, '')
              .match(/<[^>]*>/g) ?? []
          ).map((tag) => tag.replace(/\s(srcdoc|aria-label|data-key|value)="[^"]*"/g, ''));
        const plain = { subject: 's', text: 't', html: 'h', links: [], from: 'f', to: 't' };
        const bad = { subject: `x${subject}`, text, html: `x${html}`, links: [], from: html, to: subject };
        letters = [letterOf(plain)];
        orders = [];
        messages = [{ id: 'm', at, phone: '1', text: 'x', direction: 'out' }];
        const before = [tags((await get(letterPage)).body), tags((await get(paths.consolePhonePage)).body)];
        letters = [letterOf(bad)];
        messages = [{ id: 'm', at, phone: `1${html}`, text, direction: 'out' }];
        const after = [tags((await get(letterPage)).body), tags((await get(paths.consolePhonePage)).body)];
        fc.pre(!/https?:|plus-cabinet:/i.test(text));
        expect(after).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('show one phone per number', async () => {
    const { body } = await get(paths.consolePhonePage);
    expect(body.split('class="phone"')).toHaveLength(3);
    // As on a phone: newest last, sent and received messages mixed.
    expect(body.indexOf('first')).toBeLessThan(body.indexOf('second'));
    expect(phoneInWords('+79161234567')).toBe('+7 916 123-45-67');
    expect(phoneInWords('+46701234567')).toBe('+46701234567');
  });

  it('offer the actions that the mail server’s state allows', async () => {
    const buttonOf = (body: string): unknown =>
      /data-body="([^"]*)"/.exec(body)?.[1]?.replaceAll('&quot;', '"') ?? null;
    expect(buttonOf((await get(paths.consoleMailboxPage)).body)).toBe('{"down":true}');
    mail = 'down';
    const down = (await get(paths.consoleMailboxPage, { 'accept-language': 'sv' })).body;
    expect(buttonOf(down)).toBe('{"down":false}');
    expect(down).toContain(consoleWords.sv.mailDown);
    mail = 'elsewhere';
    expect(buttonOf((await get(paths.consoleMailboxPage)).body)).toBeNull();
  });

  it('show messages from a phone and questions to it', async () => {
    messages = [{ id: 'm3', at, phone: '+79161234567', text: 'ntvplus 1', direction: 'in' }, ...messages];
    const { body } = await get(paths.consolePhonePage, { 'accept-language': 'en' });
    expect(body).toMatch(/<li class="in">\s*<span class="unseen">You:<\/span>\s*<p class="bubble">ntvplus 1<\/p>/);
    expect(body).toContain('Pay 500\u00a0₽ from the phone’s account?');
    const answers = ['mobile', 'code'].flatMap((orderId) =>
      [true, false].map(
        (yes) => `POST ${fillPath(operations.console.answerByPhone.path, { orderId })} ${JSON.stringify({ yes })}`,
      ),
    );
    expect(sends(body).sort()).toEqual(answers.sort());
    // An SBP code belongs to no particular phone; a mobile payment does.
    const phones = body.slice(body.indexOf('class="phones"'));
    expect(phones).toContain('asked-mobile');
    expect(phones).not.toContain('asked-code');
    expect(body).toContain('asked-code');
  });

  it('show a phone with a question but no messages', async () => {
    messages = [];
    orders = [orderOf({ id: 'first', phone: '+79990000000', waitsForPhone: true })];
    const { body } = await get(paths.consolePhonePage);
    expect(body).toContain('asked-first');
    expect(body).toContain('+7 999 000-00-00');
    orders = [];
    expect((await get(paths.consolePhonePage)).body).toContain(consoleWords.ru.phoneEmpty);
  });

  it('have a form to write to the short number from each phone and from any number', async () => {
    const { body } = await get(paths.consolePhonePage);
    const forms = body.split(`data-form="POST ${operations.console.receiveMessage.path}"`);
    expect(forms).toHaveLength(1 + 1 + 2);
    for (const form of forms.slice(1)) {
      expect(form).toContain('data-once="messageId"');
      expect(form).toContain('name="phone"');
      expect(form).toContain('name="text"');
    }
    // The browser's pattern accepts what the service does, after blanks and the like are removed.
    const pattern = new RegExp(`^(?:${/pattern="([^"]*)"/.exec(body)?.[1] ?? ''})$`, 'v');
    for (const good of ['+79161234567', '+7 916 123-45-67', '+7 (916) 123-45-67']) expect(good).toMatch(pattern);
    for (const bad of ['89161234567', '+7916', 'phone', '+7916123456x']) expect(bad).not.toMatch(pattern);
  });

  it('show messages while the payment system is unavailable, and do not hide other failures', async () => {
    orders = 'silent';
    const phones = await get(paths.consolePhonePage);
    expect(phones.body).toContain(consoleWords.ru.paymentsSilent);
    expect(phones.body).toContain('second');
    expect((await get(paths.consolePaymentsPage)).body).toContain(consoleWords.ru.paymentsSilent);
    orders = 'broken';
    expect((await get(paths.consolePaymentsPage)).statusCode).toBe(500);
  });

  it('show orders with state, amount and undelivered webhooks', async () => {
    orders = [orderOf({ status: 'succeeded', amountKopecks: 42_550, unsentWebhooks: 2, phone: null, method: 'qiwi' })];
    for (const language of languages) {
      const { body } = await get(paths.consolePaymentsPage, { 'accept-language': language });
      const words = consoleWords[language];
      for (const text of [words.status.succeeded, words.unsent(2), 'QIWI', 'p1', 'o1']) expect(body).toContain(text);
      expect(body).toMatch(language === 'en' ? /425\.50/ : /425,50/);
    }
    orders = [];
    expect((await get(paths.consolePaymentsPage)).body).toContain(consoleWords.ru.paymentsEmpty);
  });

  it.each([
    ['what waits for a bank', { waitsForBank: true }, ['bank-answer {"yes":true}', 'bank-answer {"yes":false}']],
    ['what waits for a phone', { waitsForPhone: true }, ['phone-answer {"yes":true}', 'phone-answer {"yes":false}']],
    ['what was paid', { status: 'succeeded' }, ['refund {}']],
    ['what was given back', { status: 'refunded' }, []],
    ['what was declined', { status: 'declined' }, []],
    ['what waits for its payer', { status: 'awaiting-payer' }, []],
  ] as const)('offer for %s what can be done', async (_what, different, offered) => {
    orders = [orderOf(different)];
    const { body } = await get(paths.consolePaymentsPage);
    expect(sends(body)).toEqual(offered.map((one) => `POST /console/payments/o1/${one}`));
  });

  it('offer to switch each fault on and off', async () => {
    const all = async (): Promise<string[]> => sends((await get(paths.consoleFaultsPage)).body);
    const works = { down: false, lostWebhooks: false, doubledWebhooks: false };
    const wanted = (bad: boolean): string[] => [
      ...(['down', 'lostWebhooks', 'doubledWebhooks'] as const).map(
        (name) => `PUT ${operations.console.setPaymentSystemFault.path} ${JSON.stringify({ ...fault, [name]: !bad })}`,
      ),
      ...paymentMethods.map(
        (method) =>
          `PUT ${fillPath(operations.console.setPaymentMethodFault.path, { method })} ${JSON.stringify({ off: !bad })}`,
      ),
      `PUT ${operations.console.setMailFault.path} ${JSON.stringify({ down: !bad })}`,
      ...identityProviders.map(
        (provider) =>
          `PUT ${fillPath(operations.console.setIdentityProviderFault.path, { provider })} ${JSON.stringify({ down: !bad })}`,
      ),
      `PUT ${operations.console.setConnectionFault.path} ${JSON.stringify(noConnectionFault)}`,
    ];
    fault = works;
    expect((await all()).sort()).toEqual(wanted(false).sort());
    fault = { down: true, lostWebhooks: true, doubledWebhooks: true };
    off = new Set(paymentMethods);
    mail = 'down';
    downNetworks = new Set(identityProviders);
    expect((await all()).sort()).toEqual(wanted(true).sort());
    mail = 'elsewhere';
    expect((await all()).filter((one) => one.includes(operations.console.setMailFault.path))).toEqual([]);
  });

  it('show connection faults, shares in percent', async () => {
    actions.connection.set({ delayMs: 1_500, failShare: 0.07, cutShare: 0.29 });
    const { body } = await get(paths.consoleFaultsPage, { 'accept-language': 'en' });
    const value = (name: string): string | undefined => new RegExp(`name="${name}"[^>]*value="(\\d+)"`).exec(body)?.[1];
    expect(['delayMs', 'failShare', 'cutShare'].map(value)).toEqual(['1500', '7', '29']);
    expect(body).toContain(consoleWords.en.lineDown);
  });

  it('move the clock by an hour, a day, to the next charge, by a week and by 30 days', async () => {
    const { body } = await get(paths.consoleClockPage);
    // 09:45 in Moscow: the next charge is in 14.25 hours.
    const hours = [1, 24, 14.25, 7 * 24, 30 * 24];
    const moves = hours.map(
      (count) => `POST ${operations.console.advanceClock.path} ${JSON.stringify({ ms: count * 3_600_000 })}`,
    );
    expect(sends(body)).toEqual(moves);
  });

  it.each(pages)('%s names all that can be used, each differently', async (page) => {
    const { body } = await get(page);
    const text = body
      .replace(consoleScript, '')
      .replace(consoleStyle, '')
      .replace(/ srcdoc="[^"]*"/, '');
    const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
    const ids = all(/\sid="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = all(/data-key="([^"]*)"/g);
    expect(new Set(keys).size).toBe(keys.length);
    for (const of of all(/aria-(?:labelledby|describedby)="([^"]*)"/g)) expect(ids).toContain(of);
    for (const of of all(/<label for="([^"]*)"/g)) expect(ids).toContain(of);
    for (const tag of text.match(/<input[^>]*>/g) ?? []) {
      if (tag.includes('type="hidden"')) continue;
      expect(tag).toContain('data-key="');
      const id = /\sid="([^"]*)"/.exec(tag)?.[1];
      expect(tag.includes('aria-label="') || text.includes(`<label for="${id ?? ''}"`)).toBe(true);
    }
    for (const tag of text.match(/<button[^>]*>/g) ?? []) expect(tag).toContain('data-key="');
    // All pages are linked and the current one is marked.
    for (const path of pages.slice(0, -1)) expect(text).toContain(`href="${path}"`);
    expect(text.match(/aria-current="page"/g)).toHaveLength(1);
    expect(text.match(/<h1>/g)).toHaveLength(1);
  });

  it.each([
    ...pages,
    '/console',
    operations.console.listMail.path,
    operations.console.listMessages.path,
    operations.console.listPayments.path,
    operations.console.readClock.path,
  ])('%s is for this machine alone, and for no page of others', async (path) => {
    expect((await get(path)).statusCode).toBeLessThan(400);
    expect((await get(path, {}, '192.168.1.7')).statusCode).toBe(403);
    expect((await get(path, { host: 'evil.test:3116' })).statusCode).toBe(403);
    expect((await get(path, { origin: 'http://evil.test' })).statusCode).toBe(403);
    const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await get(path, embedded)).statusCode).toBe(403);
  });

  it('cannot be changed by a foreign page', async () => {
    const changes = [
      ['PUT', operations.console.setMailFault.path],
      ['PUT', operations.console.setConnectionFault.path],
      ['PUT', operations.console.setPaymentSystemFault.path],
      ['POST', operations.console.receiveMessage.path],
      ['POST', fillPath(operations.console.refundPayment.path, { orderId: 'o1' })],
    ] as const;
    for (const headers of [{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const [method, url] of changes) {
        const answer = await service.app.inject({
          method,
          url,
          headers: { host: '127.0.0.1:3116', 'content-type': 'application/json', ...headers },
          payload: '{"down":true}',
        });
        expect(answer.statusCode).toBe(403);
      }
    }
    const form = await service.app.inject({
      method: 'PUT',
      url: operations.console.setMailFault.path,
      headers: { host: '127.0.0.1:3116', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'down=true',
    });
    expect(form.statusCode).toBe(400);
  });
});
