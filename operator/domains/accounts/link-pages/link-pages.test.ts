import { passwordResets } from '#protocol/api/sign-in.ts';
import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { languages } from '#protocol/primitives.ts';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { testService, type TestService } from '#tests/operator/test-app.ts';
import { linkPage } from './link-page.ts';
import { linkScript } from './script.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';

const purposes = ['registration', 'password-reset', 'email'] as const;
const token = 'T'.repeat(43);

describe('the pages that letters lead to', () => {
  let database: TestDatabase;
  let service: TestService;
  beforeAll(async () => {
    database = await freshDatabase('sqlite');
    service = await testService(database.address);
  });
  afterAll(async () => {
    await service.close();
    await database.remove();
  });

  it.each(purposes)('run nothing but their own script, and load nothing: %s', async (purpose) => {
    const answer = await service.app.inject({ url: `/links/${purpose}` });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-language': 'ru',
      vary: 'Accept-Language',
    });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const [tag, directive] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ] as const) {
      const inside = [...answer.body.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
        (match) => match[1] ?? '',
      );
      expect(inside).toHaveLength(1);
      const hash = createHash('sha256')
        .update(inside[0] ?? '')
        .digest('base64');
      expect(policy).toContain(`${directive} 'sha256-${hash}'`);
    }
    expect(answer.body).not.toMatch(/ on[a-z]+=| style=|<img|<iframe|https?:\/\//);
  });

  it.each([
    ['sv-SE,sv;q=0.9,en;q=0.8', 'sv', 'Ett nytt lösenord'],
    ['en-GB', 'en', 'A new password'],
    ['ru', 'ru', 'Новый пароль'],
    ['fi', 'ru', 'Новый пароль'],
  ])('speak the browser’s language: %s', async (accept, language, title) => {
    const answer = await service.app.inject({ url: '/links/password-reset', headers: { 'accept-language': accept } });
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.body).toContain(`<html lang="${language}">`);
    expect(answer.body).toContain(`<title>${title} · `);
  });

  it('can be reached from a page of mail, and are not found under other names', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await service.app.inject({ url: '/links/email', headers })).statusCode).toBe(200);
    for (const url of ['/links/', '/links/nothing', '/links/__proto__', '/links/email/x']) {
      expect((await service.app.inject({ url })).statusCode).toBe(404);
    }
  });
});

describe('a page in the browser', () => {
  type Purpose = (typeof purposes)[number];
  const open: Window[] = [];
  afterEach(async () => {
    for (const window of open.splice(0)) await window.happyDOM.close();
  });

  interface Page {
    readonly window: Window;
    readonly sent: { url: string; init: { method: string; body: string; credentials: string } }[];
    /** Text of the section that is shown. */
    shown(): string;
    submit(): Promise<void>;
    fill(next: string, repeat?: string): void;
    trouble(): string | null;
  }

  function openPage(
    purpose: Purpose,
    answer: { status: number; code?: string } | 'unreachable' = { status: 204 },
    fragment = `#token=${token}`,
    language: (typeof languages)[number] = 'en',
  ): Page {
    const window = new Window({ url: `http://127.0.0.1:3116/links/${purpose}${fragment}` });
    open.push(window);
    const { document } = window;
    document.write(linkPage(purpose, language, ntvPlus).replace(`<script>${linkScript}</script>`, ''));
    const sent: Page['sent'] = [];
    const fetch = (url: string, init: Page['sent'][number]['init']): Promise<unknown> => {
      sent.push({ url, init });
      if (answer === 'unreachable') return Promise.reject(new TypeError('no line'));
      const { status, code } = answer;
      return Promise.resolve({ status, ok: status < 300, json: () => Promise.resolve({ code }) });
    };
    // The script as it stands in the page, with as much of a page's globals as it uses.
    runInNewContext(linkScript, {
      document,
      location: window.location,
      history: window.history,
      addEventListener: window.addEventListener.bind(window),
      fetch,
    });
    const input = (id: string): { value: string } => document.getElementById(id) as unknown as { value: string };
    return {
      window,
      sent,
      shown: () =>
        [...document.querySelectorAll('section')]
          .filter((section) => !section.hasAttribute('hidden'))
          .map((section) => section.textContent.replace(/\s+/g, ' '))
          .join('|'),
      async submit() {
        const form = document.querySelector('form');
        form?.dispatchEvent(new window.Event('submit', { cancelable: true }));
        await window.happyDOM.waitUntilComplete();
      },
      fill(next, repeat = next) {
        input('next').value = next;
        input('repeat').value = repeat;
      },
      trouble() {
        const note = document.getElementById('trouble');
        return note === null || note.hasAttribute('hidden') ? null : note.textContent;
      },
    };
  }

  it.each(purposes)('offers the program, and takes the token out of the address: %s', (purpose) => {
    const { window, shown, sent } = openPage(purpose);
    expect(window.document.getElementById('open')?.getAttribute('href')).toBe(
      `plus-cabinet://${purpose}?token=${token}`,
    );
    expect(window.location.href).toBe(`http://127.0.0.1:3116/links/${purpose}`);
    expect(shown()).toContain('Open in Plus Cabinet');
    expect(sent).toEqual([]);
  });

  it.each(['', '#', '#token=', `#token=${token}x`, `#token=${'<'.repeat(43)}`, `#a&token=${token}`])(
    'without a token of the right form says that the link does not work: %j',
    (fragment) => {
      const { window, shown } = openPage('password-reset', undefined, fragment);
      expect(shown()).toContain('The link does not work');
      expect(window.document.getElementById('open')?.hasAttribute('href')).toBe(false);
    },
  );

  it('sets a new password', async () => {
    const page = openPage('password-reset');
    page.fill('a boat on the river');
    await page.submit();
    expect(page.sent).toMatchObject([
      { url: passwordResets.complete.path, init: { method: 'POST', credentials: 'omit' } },
    ]);
    expect(JSON.parse(page.sent[0]?.init.body ?? '')).toEqual({ token, password: 'a boat on the river' });
    expect(page.shown()).toContain('The password is changed');
  });

  it('confirms a new address', async () => {
    const page = openPage('email');
    await page.submit();
    expect(page.sent[0]?.url).toBe(accounts.confirmEmail.path);
    expect(JSON.parse(page.sent[0]?.init.body ?? '')).toEqual({ token });
    expect(page.shown()).toContain('The address is changed');
  });

  it('leaves a registration to the program, which asks for the password', () => {
    expect(openPage('registration').window.document.querySelector('form')).toBeNull();
  });

  it('sends nothing while the passwords differ or are missing', async () => {
    const page = openPage('password-reset');
    await page.submit();
    expect(page.trouble()).toBeNull();
    page.fill('a boat on the river', 'a boat on the lake');
    await page.submit();
    expect(page.trouble()).toBe('The passwords differ.');
    expect(page.window.document.getElementById('repeat')?.getAttribute('aria-invalid')).toBe('true');
    expect(page.sent).toEqual([]);
  });

  it.each([
    [{ status: 422, code: 'password-too-common' }, /common/],
    [{ status: 422, code: 'password-too-short' }, /short/],
    [{ status: 429, code: 'too-many-requests' }, /Too many requests/],
    [{ status: 500, code: 'service-failed' }, /error of its own/],
    [{ status: 502 }, /error of its own/],
    [{ status: 400, code: '"]<b>' }, /error of its own/],
    ['unreachable' as const, /cannot be reached/],
  ])('says what happened, and can be tried again: %j', async (answer, words) => {
    const page = openPage('password-reset', answer);
    page.fill('a boat on the river');
    await page.submit();
    expect(page.trouble()).toMatch(words);
    expect(page.shown()).toContain('A new password');
    expect(page.window.document.querySelector('button')?.hasAttribute('disabled')).toBe(false);
  });

  it('says when the link was used or has run out', async () => {
    const page = openPage('email', { status: 410, code: 'link-invalid' });
    await page.submit();
    expect(page.shown()).toContain('The link does not work');
  });

  it.each(languages)('has all its words: %s', (language) => {
    for (const purpose of purposes) {
      expect(linkPage(purpose, language, ntvPlus)).not.toMatch(
        /undefined|\[object|<h1><\/h1>\s*<p class="lead"><\/p>\s*<a/,
      );
    }
  });
});
