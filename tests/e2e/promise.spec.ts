import type { Page } from '@playwright/test';
import type { PromiseTerms } from '#protocol/api/promises.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { PromisePage, promiseOf } from '#tests/promise-page.ts';
import type { Service } from '#tests/service.ts';
import { StatementPage } from '#tests/statement-page.ts';
import { dayName, money, plain, words } from '#tests/words.ts';

/** The subscriber with a balance near zero. */
const key = 'running-out';

/** Advances the clock until reception is off, and one more day, which is not charged. */
async function runOut(service: Service): Promise<void> {
  for (let days = 0; (await service.api.overviewOf(key)).reception.state === 'on'; days += 1) {
    if (days > 5) throw new Error('The money does not run out.');
    await service.console.advanceToNextDay();
  }
  await service.console.advanceToNextDay();
}

/** The available promised payment; fails if the demo offers none. */
async function offerOf(service: Service): Promise<NonNullable<PromiseTerms['offer']>> {
  const { offer, reasons } = await promiseOf(service.api, key);
  if (offer === null) throw new Error(`Nothing can be promised: ${JSON.stringify(reasons)}`);
  return offer;
}

/** Error numbers of the reasons on screen. */
async function numbersOn(page: Page): Promise<string[]> {
  const texts = await page
    .getByRole('main')
    .getByText(/^Reason \d+:/)
    .allInnerTexts();
  return texts.map((text) => /\d+/.exec(text)?.[0] ?? '');
}

test('[S13][B02] a blocked subscriber watches at once and pays later', async ({ launch, service, desktop }) => {
  await runOut(service);
  const before = await service.api.overviewOf(key);
  expect(before.reception.state).toBe('blocked');
  const offer = await offerOf(service);
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber(key), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const promise = new PromisePage(page);
  await promise.open();

  // Shown before confirming: the end date, the amount to repay, and the consequence of not repaying.
  await expect(promise.take).toHaveText(new RegExp(`Take ${money(offer.amountKopecks).slice(0, -2)}.₽ now`));
  expect(plain(await promise.answer.innerText())).toBe(
    `Watch until ${dayName(offer.lastDay)}, pay ${money(offer.toPayKopecks)} before ${dayName(offer.dueOn)}`,
  );
  const text = plain(await cabinet.main.innerText());
  expect(text).toContain('It costs nothing.');
  expect(text).toContain(`on ${dayName(offer.dueOn)} the ${money(offer.amountKopecks)} are taken back`);
  expect(await service.api.overviewOf(key)).toMatchObject({ promise: null, balanceKopecks: before.balanceKopecks });

  await promise.take.click();
  await expect(promise.taken).toContainText('It is on: you can watch until');
  const after = await service.api.overviewOf(key);
  expect(after).toMatchObject({
    promise: { amountKopecks: offer.amountKopecks, dueOn: offer.dueOn },
    reception: { state: 'on', lastDay: offer.lastDay },
  });
  expect(after.balanceKopecks).toBe(before.balanceKopecks + offer.amountKopecks - after.dailyKopecks);

  await cabinet.toOverview.click();
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(after));
  expect(plain(await cabinet.main.innerText())).toContain(
    `The promised payment of ${money(offer.amountKopecks)} is taken back on ${dayName(offer.dueOn)}.`,
  );

  const statement = new StatementPage(page);
  await statement.open();
  const lines = await new MoneyApi(service.api).lines(key);
  expect(lines.slice(0, 2).map((line) => [line.kind, line.amountKopecks])).toEqual([
    ['restore-charge', -after.dailyKopecks],
    ['promise', offer.amountKopecks],
  ]);
  const shown = await statement.texts();
  expect(shown.slice(0, 3).join(' ')).toContain('Promised payment');
  expect(shown.slice(0, 3).join(' ')).toContain(`Balance ${money(after.balanceKopecks)}`);

  await expect
    .poll(() => desktop.shown.map((one) => plain(`${one.summary}: ${one.body}`)).sort())
    .toEqual([
      `Promised payment is on: ${money(offer.amountKopecks)} until ${dayName(offer.dueOn)}. You can watch until ${dayName(offer.lastDay)}, that day included.`,
      `Reception is back: You can watch until ${dayName(offer.lastDay)}, that day included. Balance: ${money(after.balanceKopecks)}.`,
    ]);
});

test('[S13][B05] a refusal of another promised payment shows its number and the day when it ends', async ({
  launch,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber(key), 'own');
  await new CabinetPage(page).ready();
  const promise = new PromisePage(page);
  await promise.open();
  await promise.take.click();
  await expect(promise.taken).toBeVisible();
  const { running, reasons } = await promiseOf(service.api, key);
  expect(reasons.map((reason) => reason.number)).toEqual([11, 12]);
  await expect.poll(() => numbersOn(page)).toEqual(['11', '12']);
  await expect(promise.take).toHaveCount(0);
  await expect(promise.pay).toHaveText(new RegExp(money(running?.amountKopecks ?? 0).slice(0, -2)));
  const text = plain(await page.getByRole('main').innerText());
  for (const { liftsOn } of reasons) expect(text).toContain(`Lifts on ${dayName(liftsOn ?? '')}.`);

  // Repaid: it is no longer needed, and another one is available only later. The screen updates by itself.
  const { contract } = await service.api.overviewOf(key);
  await service.console.topUp(contract.number, 100_000);
  const later = (await promiseOf(service.api, key)).reasons.map((reason) => String(reason.number));
  expect([...later].sort()).toEqual(['12', '16']);
  await expect.poll(() => numbersOn(page)).toEqual(later);
  expect((await service.api.overviewOf(key)).promise).toBeNull();
});

test('[S13][B05] an unpaid promised payment blocks the next one and shows the debt', async ({
  launch,
  sharedService,
}) => {
  const { reasons } = await promiseOf(sharedService.api, 'blocked');
  const { balanceKopecks } = await sharedService.api.overviewOf('blocked');
  expect(reasons).toMatchObject([{ number: 12, amountKopecks: -balanceKopecks, action: 'top-up' }]);
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
  await new CabinetPage(page).ready();
  const promise = new PromisePage(page);
  await promise.open();
  await expect.poll(() => numbersOn(page)).toEqual(['12']);
  await expect(promise.take).toHaveCount(0);
  const text = plain(await page.getByRole('main').innerText());
  expect(text).toContain('The last promised payment has not been paid back.');
  expect(text).toContain(`Top up ${money(-balanceKopecks)}`);
});

test('[W1][S13][B18] taken once and reported as taken after a double click with a lost response', async ({
  launch,
  service,
  faultyLine,
}) => {
  await runOut(service);
  const before = await service.api.overviewOf(key);
  const offer = await offerOf(service);
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(await service.api.subscriber(key), 'own');
  await new CabinetPage(page).ready();
  const promise = new PromisePage(page);
  await promise.open();
  const asked = () => faultyLine.seen('POST', /\/promise$/);
  faultyLine.set({ kind: 'lose-answer' }, ({ method, url }) => method === 'POST' && url.endsWith('/promise'));
  await promise.take.dblclick();
  // Every response is lost; the terms then show that it was taken.
  await expect(promise.taken).toContainText('It is on', { timeout: 30_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  faultyLine.heal();
  await expect.poll(() => numbersOn(page)).toEqual(['11', '12']);
  expect(new Set(asked().map((request) => request.headers['idempotency-key'])).size).toBe(1);
  const after = await service.api.overviewOf(key);
  expect(after.balanceKopecks).toBe(before.balanceKopecks + offer.amountKopecks - after.dailyKopecks);
  const lines = await new MoneyApi(service.api).lines(key);
  expect(lines.filter((line) => line.kind === 'promise' && line.day === after.today)).toHaveLength(1);
});

test('[S13] with the service down it is not taken and reports it; afterwards it is taken', async ({
  launch,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber(key), 'own');
  await new CabinetPage(page).ready();
  const promise = new PromisePage(page);
  await promise.open();
  await expect(promise.take).toBeVisible();
  await service.kill();
  await promise.take.click();
  // The request itself has failed: until then it is retried under its key, and succeeds if the service is back in time.
  const refusal = page.getByRole('main').getByRole('alert');
  await expect(refusal).toContainText(words.en.errors['service-unreachable'].happened, { timeout: 30_000 });
  await expect(promise.taken).toHaveCount(0);
  await service.start();
  await expect(page.getByText(words.en.errors['service-unreachable'].happened)).toHaveCount(0, { timeout: 30_000 });
  await promise.take.click();
  await expect(promise.taken).toContainText('It is on');
  expect((await service.api.overviewOf(key)).reception.state).toBe('on');
});

test('[S13][B02] the forecast comes true: unpaid, it is taken back on its day and reception ends', async ({
  launch,
  service,
  desktop,
}) => {
  await runOut(service);
  const offer = await offerOf(service);
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber(key), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const promise = new PromisePage(page);
  await promise.open();
  await promise.take.click();
  await expect(promise.taken).toBeVisible();
  await cabinet.toOverview.click();
  for (const point of offer.points.slice(0, 7)) {
    const overview = await service.api.overviewOf(key);
    expect([overview.today, overview.balanceKopecks, overview.reception.state === 'on' ? 'on' : 'off']).toEqual([
      point.day,
      point.balanceKopecks,
      point.reception,
    ]);
    await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
    await service.console.advanceToNextDay();
  }
  const told = desktop.shown.map((one) => plain(`${one.summary}: ${one.body}`));
  expect(told.filter((text) => text.startsWith('Promised payment taken back'))).toHaveLength(1);
  expect(told.filter((text) => text.startsWith('Reception is off'))).toHaveLength(1);
});

for (const language of ['en', 'ru', 'sv'] as const) {
  test(`[S13][B14] the promised payment in ${language}`, async ({ launch, service }) => {
    const { page } = await launch({ operatorUrl: service.origin, language });
    await new SignInPage(page, language).signIn(await service.api.subscriber(key), 'own');
    await new CabinetPage(page, language).ready();
    const promise = new PromisePage(page, language);
    const offer = await offerOf(service);
    await promise.open();
    await expect(promise.take).toBeVisible();
    const text = plain(await page.getByRole('main').innerText());
    for (const said of [money(offer.toPayKopecks, language), dayName(offer.lastDay, language)]) {
      expect(text).toContain(said);
    }
    await promise.take.click();
    await expect(promise.taken).toBeVisible();
    await expect(promise.pay).toBeVisible();
  });
}
