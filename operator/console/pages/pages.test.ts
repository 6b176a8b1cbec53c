import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '#tests/databases.ts';
import type { CaughtLetterWhole, ShortMessages } from '#protocol/http/console.ts';
import { fillPath, paths } from '#protocol/http/paths.ts';
import { languages } from '#protocol/primitives.ts';
import { testService, type TestService } from '../../http/testing.ts';
import { composeLetter } from '../../letters/compose.ts';
import { ntvPlus } from '../../profile/ntv-plus.ts';
import type { ConsoleActions } from '../console-routes.ts';
import { letterStyles } from './letter-page.ts';
import { letterPagePath } from './mailbox-page.ts';
import { phoneInWords } from './phone-page.ts';
import { consoleScript } from './script.ts';
import { consoleStyle } from './style.ts';
import { consoleWords } from './words.ts';

const at = '2026-11-22T06:45:00.000Z';
const link = 'http://127.0.0.1:3116/links/registration#token=abc';

function letterOf(different: Partial<CaughtLetterWhole> = {}): CaughtLetterWhole {
  const written = composeLetter(
    { kind: 'registration', language: 'ru', facts: {}, at: 0, link: { address: link, lifeMs: 60_000 } },
    ntvPlus,
  );
  const head = { id: 'a1', at, to: 'anna@example.test', from: 'NTV <no-reply@ntv.test>', language: 'ru' as const };
  return { ...head, ...written, links: [link], ...different };
}

/** What a page allows, by directive. */
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
  const actions: ConsoleActions = {
    clock: () => ({ now: at, today: '2026-11-22' }),
    advance: () => Promise.resolve({ now: at, today: '2026-11-22' }),
    topUp: () => Promise.reject(new Error('not in this test')),
    letters: () => Promise.resolve(letters),
    letter: (id) => Promise.resolve(letters.find((letter) => letter.id === id) ?? null),
    messages: () => Promise.resolve(messages),
    mailServer: () => mail,
    setMailFault: (fault) => Promise.resolve(fault),
    setNetworkFault: (_provider, fault) => Promise.resolve(fault),
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
      { id: 'm2', at, phone: '+79161234567', text: 'second' },
      { id: 'm1', at, phone: '+79161234567', text: 'first' },
      { id: 'm0', at, phone: '+46701234567', text: 'other' },
    ];
    mail = 'up';
  });

  const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    service.app.inject({ url, headers: { host: '127.0.0.1:3116', ...headers }, remoteAddress });
  const letterPage = fillPath(letterPagePath, { letterId: 'a1' });
  const pages = [paths.consoleMailboxPage, paths.consolePhonePage, '/console/time', letterPage];

  it('begin at /console', async () => {
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
    // Outside of the letter's frame, which is escaped, nothing carries style or script of its own.
    const rest = body
      .replace(/ srcdoc="[^"]*"/, '')
      .replace(consoleScript, '')
      .replace(consoleStyle, '');
    expect(rest).not.toMatch(/\sstyle=|\son[a-z]+=|<script src|<img/);
  });

  it('list the letters, and lead to each', async () => {
    const { body } = await get(paths.consoleMailboxPage);
    expect(body).toContain(`href="${letterPage}"`);
    expect(body).toContain('anna@example.test');
    expect(body).toContain('09:45');
    letters = [];
    expect((await get(paths.consoleMailboxPage)).body).toContain(consoleWords.ru.mailboxEmpty);
  });

  it('give their live part alone to their script', async () => {
    const { body, headers } = await get(paths.consoleMailboxPage, { 'x-console-part': 'content' });
    expect(body).toContain(letterPage);
    expect(body).not.toContain('<html');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('show a letter in a frame that can do nothing, with its styles and no others', async () => {
    const { body, headers } = await get(letterPage);
    expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const frame = /srcdoc="([^"]*)"/.exec(body)?.[1] ?? '';
    expect(frame).toContain('&lt;html lang=&quot;ru&quot;&gt;');
    const [letter] = letters;
    const styles = letterStyles(letter!.html);
    expect(styles.length).toBeGreaterThan(5);
    expect(policyOf(headers['content-security-policy'])['style-src']).toEqual(expect.arrayContaining(styles));
    expect(policyOf((await get('/console/time')).headers['content-security-policy'])['style-src']).toHaveLength(1);
    expect(body.split(`<a href="${link}" target="_blank" rel="noopener noreferrer">`)).toHaveLength(3);
  });

  it('say so when there is no such letter', async () => {
    const answer = await get(fillPath(letterPagePath, { letterId: 'nobody' }), { 'accept-language': 'en' });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain(consoleWords.en.noLetter);
  });

  it('show whatever a letter or a message says as text', async () => {
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
          ).map((tag) => tag.replace(/ (srcdoc|aria-label|data-key)="[^"]*"/g, ''));
        const plain = { subject: 's', text: 't', html: 'h', links: [], from: 'f', to: 't' };
        const bad = { subject: `x${subject}`, text, html: `x${html}`, links: [], from: html, to: subject };
        letters = [letterOf(plain)];
        messages = [{ id: 'm', at, phone: '1', text: 'x' }];
        const before = [tags((await get(letterPage)).body), tags((await get(paths.consolePhonePage)).body)];
        letters = [letterOf(bad)];
        messages = [{ id: 'm', at, phone: `1${html}`, text }];
        const after = [tags((await get(letterPage)).body), tags((await get(paths.consolePhonePage)).body)];
        fc.pre(!/https?:|plus-cabinet:/i.test(text));
        expect(after).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('draw a phone for each number', async () => {
    const { body } = await get(paths.consolePhonePage);
    expect(body.split('class="phone"')).toHaveLength(3);
    expect(body.indexOf('second')).toBeLessThan(body.indexOf('first'));
    expect(phoneInWords('+79161234567')).toBe('+7 916 123-45-67');
    expect(phoneInWords('+46701234567')).toBe('+46701234567');
  });

  it('offer what the mail server’s state allows', async () => {
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

  it.each([...pages, '/console', paths.consoleLetters, paths.consoleMessages, paths.consoleClock])(
    '%s is for this machine alone, and for no page of others',
    async (path) => {
      expect((await get(path)).statusCode).toBeLessThan(400);
      expect((await get(path, {}, '192.168.1.7')).statusCode).toBe(403);
      expect((await get(path, { host: 'evil.test:3116' })).statusCode).toBe(403);
      expect((await get(path, { origin: 'http://evil.test' })).statusCode).toBe(403);
      const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
      expect((await get(path, embedded)).statusCode).toBe(403);
    },
  );

  it('cannot be changed by a page of others', async () => {
    for (const headers of [{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await service.app.inject({
        method: 'PUT',
        url: paths.consoleMailFault,
        headers: { host: '127.0.0.1:3116', 'content-type': 'application/json', ...headers },
        payload: '{"down":true}',
      });
      expect(answer.statusCode).toBe(403);
    }
    const form = await service.app.inject({
      method: 'PUT',
      url: paths.consoleMailFault,
      headers: { host: '127.0.0.1:3116', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'down=true',
    });
    expect(form.statusCode).toBe(400);
  });
});
