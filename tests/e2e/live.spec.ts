import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { inPage } from '#tests/in-page.ts';
import type { ShownNotification } from '#tests/notification-server.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { day } from '#tests/paths.ts';
import { dayName, money, plain } from '#tests/words.ts';

/** Marks the page, so that a reload is not taken for a live update. */
const mark = `globalThis.sameDocument = true;`;
const marked = `return globalThis.sameDocument === true;`;

const told = (shown: readonly ShownNotification[]): readonly string[] =>
  shown.map((one) => plain(`${one.summary}: ${one.body}`));

test('[S09][S28] a top-up at the cash desk updates the screen and shows a notification', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await inPage(page, mark);
  await service.console.topUp(before.contract.number, 22_700);
  const after = await service.api.overviewOf('healthy');
  expect(after.balanceKopecks).toBe(before.balanceKopecks + 22_700);
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(after));
  expect(plain(await cabinet.main.innerText())).toContain(money(after.balanceKopecks));
  expect(await inPage(page, marked)).toBe(true);
  await expect
    .poll(() => told(desktop.shown))
    .toEqual([`Money credited: 227 ₽ credited. Balance: ${money(after.balanceKopecks)}.`]);
});

test('[S28] a click on the notification opens the overview', async ({ launch, service, desktop }) => {
  const before = await service.api.overviewOf('healthy');
  const { app, page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await cabinet.toSettings.click();
  await expect(cabinet.heading).toHaveText('Settings');
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
  });
  await service.console.topUp(before.contract.number, 10_000);
  await expect.poll(() => desktop.shown.length).toBe(1);
  expect(desktop.shown[0]?.actions).toContain('default');
  desktop.click(desktop.shown[0]!);
  const after = await service.api.overviewOf('healthy');
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(after));
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
});

test('[S28] a click on the notification of the other contract opens that contract', async ({
  launch,
  service,
  desktop,
}) => {
  const second = await service.api.overviewOf('blocked', 1);
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('blocked'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await service.console.topUp(second.contract.number, 10_000);
  await expect.poll(() => desktop.shown.length).toBeGreaterThan(0);
  desktop.click(desktop.shown[0]!);
  const after = await service.api.overviewOf('blocked', 1);
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(after));
});

test('[S09][S28] days pass: two warnings, the last day, the block; a payment then restores reception', async ({
  launch,
  service,
  desktop,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await inPage(page, mark);
  let overview = await service.api.overviewOf('healthy');
  const number = overview.contract.number;
  if (overview.reception.state !== 'on' || overview.reception.daysLeft === null) throw new Error('Not healthy.');
  await service.console.advance((overview.reception.daysLeft - 4) * day);
  for (let days = 0; overview.reception.state === 'on' && days < 10; days += 1) {
    await service.console.advanceToNextDay();
    overview = await service.api.overviewOf('healthy');
    await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
  }
  if (overview.reception.state !== 'blocked') throw new Error('Days without money did not block.');
  const missing = overview.reception.backOnKopecks;
  await expect
    .poll(() => told(desktop.shown).at(-1))
    .toBe(
      `Reception is off: ${money(overview.reception.missingKopecks)} are missing. After a top-up reception comes back by itself.`,
    );
  const count = (start: string): number => told(desktop.shown).filter((text) => text.startsWith(start)).length;
  expect(count('Reception stops soon: 3 days left: you can watch until 20 December, that day included.')).toBe(1);
  expect(count('Reception stops soon: 1 day left: you can watch until 20 December, that day included.')).toBe(1);
  await service.console.topUp(number, missing);
  overview = await service.api.overviewOf('healthy');
  expect(overview.reception.state).toBe('on');
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
  await expect.poll(() => count('Reception is back')).toBe(1);
  await expect.poll(() => count('Money credited')).toBe(1);
  expect(desktop.shown).toHaveLength(5);
  expect(await inPage(page, marked)).toBe(true);
});

for (const [language, title] of [
  ['ru', 'Деньги зачислены'],
  ['sv', 'Pengar bokförda'],
] as const) {
  test(`[S28][B14] notifications are in the chosen language (${language})`, async ({ launch, service, desktop }) => {
    const before = await service.api.overviewOf('healthy');
    const { page } = await launch({ operatorUrl: service.origin, language });
    await new SignInPage(page, language).signIn(await service.api.subscriber('healthy'), 'own');
    await new CabinetPage(page, language).ready();
    await service.console.topUp(before.contract.number, 123_456);
    await expect.poll(() => desktop.shown.length).toBe(1);
    expect(desktop.shown[0]?.summary).toBe(title);
    const body = plain(desktop.shown[0]?.body ?? '');
    expect(body).toContain(money(123_456, language));
    expect(body).toContain(money(before.balanceKopecks + 123_456, language));
  });
}

test('[S28] each event is notified exactly once when the stream is cut', async ({
  launch,
  service,
  faultyLine,
  desktop,
}) => {
  const { contract } = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await expect.poll(() => faultyLine.seen('GET', /^\/v1\/events/).length).toBeGreaterThan(0);
  const amounts = [10_100, 10_200, 10_300, 10_400, 10_500];
  for (const amount of amounts) {
    faultyLine.cut();
    await service.console.topUp(contract.number, amount);
    await expect
      .poll(() => told(desktop.shown).filter((text) => text.includes(`${money(amount)} credited`)).length)
      .toBe(1);
  }
  expect(desktop.shown).toHaveLength(amounts.length);
  const overview = await service.api.overviewOf('healthy');
  await expect.poll(async () => plain(await cabinet.main.innerText())).toContain(money(overview.balanceKopecks));
  const resumed = faultyLine.seen('GET', /^\/v1\/events/).slice(1);
  expect(resumed.every((request) => /^\d+$/.test(String(request.headers['last-event-id'] ?? '')))).toBe(true);
});

test('[S28] events during a restart of the service are notified once', async ({ launch, service, desktop }) => {
  const { contract } = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await service.console.topUp(contract.number, 10_100);
  await expect.poll(() => desktop.shown.length).toBe(1);
  await service.kill();
  await service.start();
  await service.console.topUp(contract.number, 10_200);
  await expect.poll(() => told(desktop.shown).filter((text) => text.includes('102 ₽ credited')).length).toBe(1);
  expect(desktop.shown).toHaveLength(2);
  const overview = await service.api.overviewOf('healthy');
  await expect.poll(async () => plain(await cabinet.main.innerText())).toContain(money(overview.balanceKopecks));
});

test('[S28] events while the program was closed are notified once at the next start', async ({
  launch,
  bus,
  service,
  desktop,
}) => {
  await bus.startKeyring();
  const { contract } = await service.api.overviewOf('healthy');
  const start = { operatorUrl: service.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(first.page).ready();
  await service.console.topUp(contract.number, 10_100);
  await expect.poll(() => desktop.shown.length).toBe(1);
  await first.close();
  await service.console.topUp(contract.number, 10_200);
  const second = await launch(start);
  await new CabinetPage(second.page).ready();
  await expect.poll(() => told(desktop.shown).filter((text) => text.includes('102 ₽ credited')).length).toBe(1);
  await second.close();
  const third = await launch(start);
  await new CabinetPage(third.page).ready();
  await service.console.topUp(contract.number, 10_300);
  await expect.poll(() => told(desktop.shown).filter((text) => text.includes('103 ₽ credited')).length).toBe(1);
  expect(desktop.shown).toHaveLength(3);
});

test('[S28] events of other accounts are not notified', async ({ launch, service, desktop }) => {
  const other = await service.api.overviewOf('running-out');
  const own = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  await service.console.topUp(other.contract.number, 10_000);
  await service.console.topUp(own.contract.number, 20_000);
  await expect.poll(() => desktop.shown.length).toBe(1);
  expect(told(desktop.shown)[0]).toContain('200 ₽ credited');
});

test('[S28][S29] no notifications after signing out', async ({ launch, service, faultyLine, desktop }) => {
  const { contract } = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  const form = new SignInPage(page);
  await form.signIn(await service.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await cabinet.signOut.click();
  await expect(form.heading).toHaveText('Sign in');
  await expect.poll(() => faultyLine.seen('DELETE', /current$/).length).toBe(1);
  await service.console.topUp(contract.number, 10_000);
  // A later sign-in starts with events from then on.
  await form.signIn(await service.api.subscriber('healthy'), 'shared');
  await cabinet.ready();
  await service.console.topUp(contract.number, 20_000);
  await expect.poll(() => told(desktop.shown).some((text) => text.includes('200 ₽ credited'))).toBe(true);
  expect(told(desktop.shown).filter((text) => text.includes('100 ₽ credited'))).toEqual([]);
});

test('[S09] days are in the operator’s time zone: the last day shown is the last day with reception', async ({
  launch,
  service,
}) => {
  const before = await service.api.overviewOf('running-out');
  if (before.reception.state !== 'on' || before.reception.lastDay === null) throw new Error('Not running out.');
  const last = before.reception.lastDay;
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('running-out'), 'own');
  await new CabinetPage(page).ready();
  let now = await service.console.clock();
  while (now.today < last) now = await service.console.advanceToNextDay();
  expect((await service.api.overviewOf('running-out')).reception.state).toBe('on');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Reception stops tomorrow');
  await service.console.advanceToNextDay();
  const after = await service.api.overviewOf('running-out');
  expect(after.reception.state).toBe('blocked');
  expect(dayName(after.today)).not.toBe(dayName(last));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('missing to watch again');
});
