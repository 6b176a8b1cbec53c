import os from 'node:os';
import type { CDPSession, Page } from '@playwright/test';
import type { BrowserWindow } from 'electron';
import { encode } from 'uqr';
import { languages, type Language } from '#protocol/primitives.ts';
import { expect, test } from '#tests/fixtures.ts';
import { inPage } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import { settle } from '#tests/settle.ts';
import type { SubscriberKey } from '#tests/subscribers.ts';
import { inEveryLook, walks } from '#tests/walk.ts';

const usual = { width: 1240, height: 820 };
const narrow = { width: 900, height: 600 };
type Theme = 'light' | 'dark';

/** Largest picture height in CSS pixels: Chromium draws no larger surface, and some lists are endless. */
const maxHeight = 10_000;

/**
 * Takes the picture of the whole page: the viewport grows until nothing in it scrolls any more (in an open dialog, when
 * there is one). Emulated, because no window is larger than its screen under a window manager.
 */
async function shoot(page: Page, name: string): Promise<void> {
  await settle(page);
  const devtools = await page.context().newCDPSession(page);
  await growViewport(page, devtools);
  // The time of a lost connection comes from this computer's clock; all other times come from the service, whose clock is
  // fixed.
  await inPage(
    page,
    `const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
     for (let node = walk.nextNode(); node; node = walk.nextNode()) {
       node.data = node.data.replace(/(Since|с|Sedan)\\s\\d\\d:\\d\\d/, '$1 09:45');
     }
     document.activeElement?.blur();
     window.getSelection()?.removeAllRanges();`,
  );
  await page.mouse.move(0, 0);
  await expect(page).toHaveScreenshot(`${name}.png`, { animations: 'disabled', caret: 'hide', scale: 'css' });
  await devtools.send('Emulation.clearDeviceMetricsOverride');
  await devtools.detach();
}

/** Each pass may bring new content into view: a virtual list renders more of its entries. */
async function growViewport(page: Page, devtools: CDPSession): Promise<void> {
  for (let last = ''; ;) {
    const { width, height, hidden, shown } = await inPage<Record<'width' | 'height' | 'hidden' | 'shown', number>>(
      page,
      `const scope = [...document.querySelectorAll('dialog:modal, [aria-modal="true"]')].at(-1) ?? document.documentElement;
       const scrolls = (one) => one === document.documentElement || /auto|scroll/.test(getComputedStyle(one).overflowY);
       const hidden = (one) => one.scrollHeight - one.clientHeight;
       const most = [scope, ...scope.querySelectorAll('*')].filter(scrolls).reduce((a, b) => (hidden(b) > hidden(a) ? b : a), scope);
       return { width: innerWidth, height: innerHeight, hidden: hidden(most), shown: most.clientHeight };`,
    );
    // Content of a fixed height stays as it is however high the viewport becomes.
    const now = `${hidden} ${shown}`;
    if (hidden <= 0 || height >= maxHeight || now === last) return;
    last = now;
    const next = Math.min(height + hidden, maxHeight);
    await devtools.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: next,
      deviceScaleFactor: 0,
      mobile: false,
    });
    await expect.poll(() => inPage(page, 'return innerHeight')).toBe(next);
    await settle(page);
  }
}

async function resize({ app, page }: Program, size: typeof usual): Promise<void> {
  const { width, height } = size;
  // Repeated until it succeeds: a window manager may still be placing the window.
  await expect(async () => {
    // The program's own window: a payment window may be open too.
    const window = await app.browserWindow(page);
    await window.evaluate(
      (it: BrowserWindow, [w, h]) => {
        it.setContentSize(w, h);
      },
      [width, height] as const,
    );
    expect(await inPage<number[]>(page, 'return [innerWidth, innerHeight]')).toEqual([width, height]);
  }).toPass({ timeout: 10_000 });
}

/** Hides notices about this computer (clock, key store). */
async function putAwayNotices(page: Page): Promise<void> {
  await inPage(
    page,
    `const list = await globalThis.cabinet.notices.list();
     for (const { code } of list.value ?? []) await globalThis.cabinet.notices.dismiss({ code });`,
  );
}

const each = (make: (language: Language, theme: Theme) => void): void => {
  for (const language of languages) for (const theme of ['light', 'dark'] as const) make(language, theme);
};

each((language, theme) => {
  const named = (screen: string): string => `${screen}-${theme}-${language}`;

  test(`sign-in, ${theme}, ${language}`, async ({ launch, service }) => {
    const program = await launch({ operatorUrl: service.origin, language, theme });
    const { page } = program;
    const form = new SignInPage(page, language);
    const who = await service.api.subscriber('healthy');
    await expect(page.getByRole('button', { name: who.name })).toBeVisible();
    await putAwayNotices(page);
    await resize(program, usual);
    await shoot(page, named('sign-in'));
    await form.fill(who, 'own');
    await shoot(page, named('sign-in-chosen'));
    await form.password.fill('not this one');
    await form.submit.click();
    await expect(form.alert).toBeVisible();
    await shoot(page, named('sign-in-error'));
    await resize(program, narrow);
    await shoot(page, named('sign-in-narrow'));
  });

  test(`service down, ${theme}, ${language}`, async ({ launch }) => {
    const program = await launch({ operatorUrl: 'http://127.0.0.1:9', language, theme });
    await expect(program.page.getByRole('status').first()).toBeVisible();
    await resize(program, usual);
    await shoot(program.page, named('sign-in-service-down'));
  });

  for (const key of ['healthy', 'running-out', 'blocked'] as const satisfies readonly SubscriberKey[]) {
    test(`overview of ${key}, ${theme}, ${language}`, async ({ launch, sharedService }) => {
      const program = await launch({ operatorUrl: sharedService.origin, language, theme });
      const { page } = program;
      await resize(program, usual);
      await new SignInPage(page, language).signIn(await sharedService.api.subscriber(key), 'shared');
      const cabinet = new CabinetPage(page, language);
      await cabinet.ready();
      await putAwayNotices(page);
      await shoot(page, named(`overview-${key}`));
      if (key !== 'healthy') return;
      await resize(program, narrow);
      await shoot(page, named('overview-narrow'));
      for (const [name, way] of [
        ['contract', cabinet.toContract],
        ['settings', cabinet.toSettings],
      ] as const) {
        await resize(program, usual);
        await way.click();
        await cabinet.ready();
        await hideMoments(page);
        await shoot(page, named(name));
        await resize(program, narrow);
        await shoot(page, named(`${name}-narrow`));
      }
    });
  }
});

/** The settings show the end of the session in this computer's time zone. */
async function hideMoments(page: Page): Promise<void> {
  await inPage(
    page,
    `const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
     for (let node = walk.nextNode(); node; node = walk.nextNode()) node.data = node.data.replace(/\\d\\d[:.]\\d\\d$/, '21:45');`,
  );
}

/** Screens that also get a picture in the narrow window: those with the most content. */
const narrowToo = new Set([
  'register-error',
  'check-mail',
  'confirm-registration',
  'completion-error',
  'browser',
  'link-account',
  'security',
  'two-step-scan',
  'two-step-codes',
  'two-step-error',
  'personal-data',
  'dialog-delete',
  'dialog-password-error',
  'lock',
  'top-up',
  'top-up-checking',
  'other-ways',
  'autopay',
  'statement',
  'promise',
]);

for (const [name, walk] of Object.entries(walks)) {
  test(name, async ({ launch, mailbox, openLink, person, service }) => {
    test.setTimeout(480_000);
    const program = await launch({ operatorUrl: service.origin });
    const { page } = program;
    await putAwayNotices(page);
    const visit = inEveryLook(page, async (screen, { language, theme }) => {
      await resize(program, usual);
      await putAwayNotices(page);
      await hideChance(page);
      await shoot(page, `${screen}-${theme}-${language}`);
      if (narrowToo.has(screen)) {
        await resize(program, narrow);
        await shoot(page, `${screen}-narrow-${theme}-${language}`);
      }
      // The walk uses the real texts: an authenticator reads the key from the screen.
      await inPage(page, 'globalThis.hiding.disconnect();');
    });
    await walk({ program, service, mailbox, person, openLink }, visit);
  });
}

/** Replaces random or machine-dependent texts (secrets, ids, seconds, names) by constants. */
async function hideChance(page: Page): Promise<void> {
  const { data, size } = encode('otpauth://totp/example', { border: 4, ecc: 'M' });
  const square = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  await inPage(
    page,
    `for (const drawn of document.querySelectorAll('svg.qr')) {
       drawn.setAttribute('viewBox', '0 0 ${size} ${size}');
       drawn.querySelector('path').setAttribute('d', '${square}');
     }
     for (const ring of document.querySelectorAll('[role="alertdialog"] circle.left')) ring.style.strokeDashoffset = '53';
     const letters = (among) => (text) => text.replace(/\\w/g, (_, at) => among[at % among.length]);
     const seconds = { second: 'seconds', sekund: 'sekunder', 'секунд': 'секунд' };
     const hidden = (text) => text
       .replaceAll(${JSON.stringify(os.hostname())}, 'MARINA-PC')
       .replaceAll('End-to-end tests', 'DACHA-PC')
       .replace(/^([A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}$/, letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'))
       .replace(/^[0-9a-z]{4,6}(-[0-9a-z]{4,6})+$/i, letters('k7m2x9p4'))
       .replace(/\\b[0-9a-f]{32}\\b/g, '0123456789abcdef'.repeat(2))
       .replace(/\\b\\d\\d[:.]\\d\\d\\b(?!\\s₽)/g, '09:45')
       .replace(/(?<![\\d:])\\d:\\d\\d(?![\\d:])/g, '0:45');
     const counted = (text) => text.replace(/\\d+(\\s)(second|sekund|секунд)[a-zа-я]*/, (_, blank, word) => '45' + blank + seconds[word]);
     const hide = () => {
       const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
       for (let node = walk.nextNode(); node; node = walk.nextNode()) {
         const text = node.parentElement.closest('[role="alertdialog"]') ? counted(node.data) : hidden(node.data);
         if (text !== node.data) node.data = text;
       }
     };
     hide();
     // Countdowns are rendered repeatedly.
     globalThis.hiding ??= new MutationObserver(hide);
     globalThis.hiding.observe(document.body, { characterData: true, childList: true, subtree: true });`,
  );
}
