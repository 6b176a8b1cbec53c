import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { BrowserWindow } from 'electron';
import { languages } from '#protocol/primitives.ts';
import { Authenticator } from '#tests/authenticator.ts';
import { spareContract } from '#tests/completion-page.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge, inPage } from '#tests/in-page.ts';
import { moneyWalks } from '#tests/payment-walk.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import { SecurityPage, TwoStepPage } from '#tests/security-page.ts';
import { settle } from '#tests/settle.ts';
import { PaymentWindow, testCards, TopUpPage } from '#tests/top-up-page.ts';
import { inEveryLook, seenByAxe, walks, type Walk } from '#tests/walk.ts';
import { plain, words } from '#tests/words.ts';

/** axe's violations of WCAG 2.2 AA and its best practices, formatted for failure messages. */
async function violations(page: Page): Promise<readonly string[]> {
  await settle(page);
  const result = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return result.violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`).join(' | ')}`,
  );
}

/** Size of the window's content and its zoom factor. */
interface Shape {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}
const usual: Shape = { width: 1240, height: 820, zoom: 1 };
const smallest: Shape = { width: 900, height: 600, zoom: 1 };
const doubled: Shape = { width: 1240, height: 820, zoom: 2 };

/** Sets size and zoom of the program's window; repeats until the page has the width. */
async function resize({ app, page }: Pick<Program, 'app' | 'page'>, { width, height, zoom }: Shape): Promise<void> {
  await expect(async () => {
    // The program's own window: a payment window may be open too.
    const window = await app.browserWindow(page);
    await window.evaluate(
      (it: BrowserWindow, [w, h, z]) => {
        it.setContentSize(w, h);
        it.webContents.setZoomFactor(z);
      },
      [width, height, zoom] as const,
    );
    expect(await inPage<number>(page, 'return Math.round(innerWidth)')).toBe(Math.round(width / zoom));
  }).toPass({ timeout: 30_000 });
}

/**
 * Finds unreachable content: beyond the sides, in sideways scrolling, cut off below, or in a dialog that exceeds
 * the window without scrolling.
 */
async function outside(page: Page): Promise<string[]> {
  return inPage<string[]>(
    page,
    `const seen = [];
     const root = document.documentElement;
     const name = (element) => element.tagName + ' ' + element.className + ' ' + element.textContent.trim().slice(0, 40);
     if (root.scrollWidth > innerWidth + 1) seen.push('page ' + root.scrollWidth + ' wide in ' + innerWidth);
     for (const element of document.querySelectorAll('main, main *, [role=dialog], [role=dialog] *')) {
       const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
       if (scrolls && element.scrollWidth > element.clientWidth + 1) seen.push(name(element) + ' scrolls to the side');
     }
     for (const element of document.querySelectorAll('h1,h2,p,a,button,input,label,legend,li,th,td,[role],.num')) {
       const box = element.getBoundingClientRect();
       if (box.width <= 1 || box.height <= 1 || element.closest('.visually-hidden,.skip')) continue;
       if (box.right > innerWidth + 1 || box.left < -1) seen.push(name(element) + ' ' + box.left + '–' + box.right);
       const cuts = ['hidden', 'clip'].includes(getComputedStyle(element).overflowY);
       if (cuts && element.scrollHeight > element.clientHeight + 2) seen.push(name(element) + ' is cut off below');
     }
     for (const dialog of document.querySelectorAll('[role=dialog], [role=alertdialog]')) {
       const box = dialog.getBoundingClientRect();
       let scroller = dialog;
       while (scroller !== null && !['auto', 'scroll'].includes(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
       if (scroller === null && (box.top < -1 || box.bottom > innerHeight + 1)) seen.push(name(dialog) + ' is higher than the window');
     }
     return seen;`,
  );
}

/** The everyday screens: sign-in (also refused), overview, contract, settings, and an overview without reception. */
const everyday: Walk = async ({ program: { page }, service }, visit) => {
  const form = new SignInPage(page);
  await visit('sign-in');
  await form.signIn({ email: 'nobody.at.all@example.ru', password: 'wrong password' }, 'shared');
  await expect(form.alert).toBeVisible();
  await visit('sign-in-error');
  await form.signIn(await service.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await visit('overview');
  await cabinet.toContract.click();
  await cabinet.ready();
  await visit('contract');
  await cabinet.toSettings.click();
  await cabinet.ready();
  await visit('settings');
  await cabinet.signOut.first().click();
  await form.signIn(await service.api.subscriber('blocked'), 'shared');
  await cabinet.ready();
  await visit('overview-blocked');
};

for (const [name, walk] of Object.entries({ 'every day': everyday, ...walks })) {
  const aboutMoney = name in moneyWalks;
  test(`[B14]${aboutMoney ? '[S16][S19]' : ''} screens and dialogs of ${name}: axe finds nothing in two looks, nothing is out of reach in six`, async ({
    launch,
    mailbox,
    openLink,
    person,
    service,
  }) => {
    // Each screen is visited six times.
    test.setTimeout(240_000);
    const program = await launch({ operatorUrl: service.origin });
    const { page } = program;
    const found: string[] = [];
    const visit = inEveryLook(page, async (screen, look) => {
      const { language, theme } = look;
      const small = aboutMoney ? theme === 'light' : theme === 'light' && seenByAxe(look);
      const shapes = [...(small && aboutMoney ? [doubled] : []), ...(small ? [smallest] : []), usual];
      for (const shape of shapes) {
        await resize(program, shape);
        await settle(page);
        const where = `${screen}, ${theme}, ${language}, ${shape.width} × ${shape.zoom}`;
        for (const one of await outside(page)) found.push(`${where}: ${one}`);
        // The smallest window first, because narrow layouts break first.
        if (!seenByAxe(look) || shape !== (small ? smallest : usual)) continue;
        for (const one of await violations(page)) found.push(`${where}: ${one}`);
      }
    });
    await walk({ program, service, mailbox, person, openLink }, visit);
    expect(found).toEqual([]);
  });
}

test('[B14] axe finds nothing while the service is down', async ({ launch }) => {
  const { page } = await launch({ operatorUrl: 'http://127.0.0.1:9' });
  await expect(page.getByText(words.en.errors['service-unreachable'].happened)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('[B14] the language changes at once on all screens and is kept', async ({ launch, sharedService }) => {
  const first = await launch({ operatorUrl: sharedService.origin });
  const { page } = first;
  for (const language of ['ru', 'sv', 'en', 'sv'] as const) {
    await page.getByRole('button', { name: words[language].language }).click();
    const form = new SignInPage(page, language);
    await expect(form.heading).toHaveText(words[language].signInTitle);
    await expect(form.own).toBeVisible();
    expect(await inPage(page, 'return document.documentElement.lang')).toBe(language);
  }
  const swedish = new SignInPage(page, 'sv');
  await swedish.signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page, 'sv');
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toContain('20 december');
  await cabinet.toSettings.click();
  await page.getByRole('main').getByRole('button', { name: 'Русский' }).click();
  const russian = new CabinetPage(page, 'ru');
  await expect(russian.heading).toHaveText(words.ru.settings);
  await russian.toOverview.click();
  await russian.ready();
  expect(plain(await russian.heading.innerText())).toContain('20 декабря');
  expect(plain(await russian.main.innerText())).toContain('737,40 ₽');
  const menu = await first.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label) ?? []);
  expect(menu.join(' ')).toMatch(/[А-Яа-я]/);
  await first.close();
  const second = await launch({ operatorUrl: sharedService.origin });
  await expect(new SignInPage(second.page, 'ru').heading).toHaveText(words.ru.signInTitle);
});

test('[B14] the theme changes at once and is kept, without a flash of the other theme', async ({
  launch,
  sharedService,
}) => {
  const first = await launch({ operatorUrl: sharedService.origin, theme: 'light' });
  const background = (page: Page): Promise<string> =>
    inPage<string>(page, `return getComputedStyle(document.body).backgroundColor`);
  const light = await background(first.page);
  await new SignInPage(first.page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(first.page);
  await cabinet.ready();
  await cabinet.toSettings.click();
  await first.page.getByRole('button', { name: 'Dark' }).click();
  await expect.poll(() => background(first.page)).not.toBe(light);
  const dark = await background(first.page);
  await first.close();
  const second = await launch({ operatorUrl: sharedService.origin, early: true });
  // The window's background colour is dark before any page is painted.
  const window = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  );
  const [red = 255, green = 255, blue = 255] = (/#(..)(..)(..)/.exec(window ?? '') ?? [])
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  expect(red + green + blue).toBeLessThan(240);
  await second.page.getByRole('heading', { level: 1 }).waitFor();
  expect(await background(second.page)).toBe(dark);
});

for (const language of languages) {
  test(`[B14] at 200 % zoom and in the smallest window no content overflows sideways, ${language}`, async ({
    launch,
    sharedService,
  }) => {
    const { app, page } = await launch({ operatorUrl: sharedService.origin, language });
    const form = new SignInPage(page, language);
    const size = (shape: Shape): Promise<void> => resize({ app, page }, shape);
    expect(await inPage(page, 'return document.documentElement.lang')).toBe(language);
    await expect(form.heading).toHaveText(words[language].signInTitle);
    await size(smallest);
    await settle(page);
    expect(await outside(page), 'sign-in, smallest window').toEqual([]);
    await size(doubled);
    await settle(page);
    expect(await outside(page), 'sign-in, 200 %').toEqual([]);
    await form.signIn(await sharedService.api.subscriber('blocked'), 'shared');
    const cabinet = new CabinetPage(page, language);
    await cabinet.ready();
    for (const [name, shape] of [
      ['200 %', doubled],
      ['smallest window', smallest],
    ] as const) {
      await size(shape);
      for (const way of [cabinet.toOverview, cabinet.toContract, cabinet.toSettings]) {
        await way.click();
        await cabinet.ready();
        await settle(page);
        expect(await outside(page), `${name}, ${await cabinet.heading.innerText()}`).toEqual([]);
      }
    }
  });
}

test('[B14] every screen can be entered and left by keyboard alone, with visible focus', async ({
  launch,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const focused = (): Promise<string> =>
    inPage<string>(
      page,
      `return (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`,
    );
  const invisible: string[] = [];
  const goTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const ring = await inPage<boolean>(
        page,
        `const style = getComputedStyle(document.activeElement);
         return document.activeElement === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none';`,
      );
      if (!ring) invisible.push(await focused());
      if ((await focused()) === name) return;
    }
    expect(await focused()).toBe(name);
  };
  await goTo('Contract');
  await page.keyboard.press('Enter');
  await expect(cabinet.heading).toContainText('Contract');
  await cabinet.ready();
  await goTo('Settings');
  await page.keyboard.press('Enter');
  await expect(cabinet.heading).toHaveText('Settings');
  await goTo('Dark');
  await page.keyboard.press('Space');
  await expect.poll(() => inPage(page, 'return document.documentElement.dataset.theme')).toBe('dark');
  await goTo('Overview');
  await page.keyboard.press('Enter');
  await cabinet.ready();
  await goTo('Sign out');
  await page.keyboard.press('Enter');
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
  expect(invisible).toEqual([]);
});

test('[B14] no animations run with reduced motion', async ({ launch, sharedService }) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await cabinet.toContract.click();
  const lengths = await inPage<number[]>(
    page,
    `return document.getAnimations().map((one) => Number(one.effect?.getComputedTiming().activeDuration ?? 0));`,
  );
  expect(lengths.filter((ms) => ms > 1)).toEqual([]);
  expect(await callBridge(page, 'settings', 'get', [])).toMatchObject({ ok: true });
});

test.describe('keyboard alone', () => {
  const newPassword = 'a sentence nobody guesses';

  /** Fills the focused field and moves to the next. */
  async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
    await expect(page.getByLabel(name, { exact: true })).toBeFocused();
    await page.keyboard.insertText(text);
  }

  /** Tabs to the given control and presses a key there. */
  async function press(page: Page, target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await expect(target).toBeVisible();
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(target).toBeFocused({ timeout: 50 });
    }).toPass({ intervals: [0], timeout: 30_000 });
    await page.keyboard.press(key);
  }

  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

  test('[B14][S01][S05] registers, confirms the address and links the contract', async ({
    launch,
    mailbox,
    openLink,
    service,
  }) => {
    const { page } = await launch({ operatorUrl: service.origin });
    const email = 'olga.newcomer@example.org';
    await press(page, button(page, 'Register'), 'Enter');
    await type(page, 'E-mail', email);
    await page.keyboard.press('Tab');
    await type(page, 'Password', newPassword);
    // Skips the button that shows the password.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await type(page, 'The same password again', newPassword);
    await press(page, page.getByRole('checkbox'), 'Space');
    await expect(page.getByRole('checkbox')).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your mail');
    await openLink((await mailbox.linkTo(email, 'registration')).deepLink);
    await type(page, 'Your password', newPassword);
    await press(page, page.getByRole('radio').first(), 'Space');
    await page.keyboard.press('ArrowDown');
    await expect(new SignInPage(page).shared).toBeChecked();
    await page.keyboard.press('Enter');
    const details = await spareContract(service);
    await type(page, 'Contract number', details.contractNumber);
    await page.keyboard.press('Tab');
    await type(page, 'Surname', details.surname);
    await page.keyboard.press('Tab');
    await type(page, 'First name', details.firstName);
    await page.keyboard.press('Tab');
    await type(page, 'Patronymic', details.patronymic);
    await page.keyboard.press('Tab');
    await type(page, 'Smart card number', details.cardNumber);
    await page.keyboard.press('Enter');
    await new CabinetPage(page).ready();
  });

  test('[B14][B12] turns two-step sign-in on, and signs in with the second step', async ({ launch, service }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: service.origin });
    const form = new SignInPage(page);
    const signIn = async (): Promise<void> => {
      await expect(form.email).toBeFocused();
      await page.keyboard.insertText(who.email);
      await press(page, form.password, 'Space');
      await page.keyboard.press('Backspace');
      await page.keyboard.insertText(who.password);
      await press(page, form.own, 'Space');
      await page.keyboard.press('ArrowDown');
      await expect(form.shared).toBeChecked();
      await page.keyboard.press('Enter');
    };
    await signIn();
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    await press(page, cabinet.toSettings, 'Enter');
    await press(page, cabinet.toSecurity, 'Enter');
    const security = new SecurityPage(page);
    const { dialog } = security;
    await cabinet.ready();
    await press(page, security.turnOn, 'Enter');
    await expect(dialog.password).toBeFocused();
    await page.keyboard.insertText(who.password);
    await page.keyboard.press('Enter');
    await expect(dialog.code).toBeFocused();
    const secret = await dialog.dialog.getByText(/^([A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}$/).innerText();
    const app = new Authenticator(secret, service.console);
    await page.keyboard.insertText(await app.code());
    await security.recoveryCodes();
    await press(page, dialog.button('I have kept them'), 'Enter');
    await expect(security.turnOff).toBeVisible();
    await press(page, cabinet.signOut.first(), 'Enter');
    await service.console.advance(120_000);
    await signIn();
    await expect(new TwoStepPage(page).code).toBeFocused();
    await page.keyboard.insertText(await app.code());
    await cabinet.ready();
  });

  test('[B14][S16] pays by card up to the payment window, and continues after the credit', async ({
    launch,
    service,
  }) => {
    const program = await launch({ operatorUrl: service.origin });
    const { page } = program;
    await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
    await new CabinetPage(page).ready();
    const topUp = new TopUpPage(page);
    await press(page, topUp.link, 'Enter');
    await topUp.own.waitFor();
    // The amounts are one tab stop with arrow keys inside; the custom amount is the next stop.
    await press(page, topUp.own, 'Space');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('425.50');
    await expect(topUp.own).toHaveValue('425.50');
    await press(page, topUp.method('Bank card'), 'Space');
    await page.keyboard.press('ArrowDown');
    await expect(topUp.method('Mobile account')).toBeChecked();
    await page.keyboard.press('ArrowUp');
    await expect(topUp.method('Bank card')).toBeChecked();
    await press(page, topUp.linkCard, 'Space');
    await expect(topUp.linkCard).toBeChecked();
    const window = await PaymentWindow.opened(program, () => press(page, topUp.toPage, 'Enter'));
    await expect(topUp.state(/on the payment page/)).toBeFocused();
    await window.payByCard(testCards.pays);
    await window.gone();
    await expect(topUp.state(/^You can watch until/)).toBeVisible();
    await press(page, topUp.button('Another payment'), 'Enter');
    await expect(topUp.toPage).toBeVisible();
  });

  test('[B14][S07] replaces a lost password', async ({ launch, mailbox, openLink, service }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: service.origin });
    await press(page, button(page, 'Remind password'), 'Enter');
    await type(page, 'E-mail', who.email);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your mail');
    await openLink((await mailbox.linkTo(who.email, 'password-reset')).deepLink);
    await type(page, 'New password', newPassword);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await type(page, 'The same password again', newPassword);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The new password is set.')).toBeVisible();
    expect((await service.api.signIn({ ...who, password: newPassword })).account.email).toBe(who.email);
  });
});
