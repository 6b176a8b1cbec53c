import type { SubscriberKey } from '#tests/subscribers.ts';
import { expectedFigures, expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { dayName, money, plain } from '#tests/words.ts';

const subscribers: readonly SubscriberKey[] = ['healthy', 'running-out', 'blocked'];

for (const key of subscribers) {
  test(`[S09] the overview of "${key}" matches the service's response`, async ({ launch, sharedService }) => {
    const overview = await sharedService.api.overviewOf(key);
    const { page } = await launch({ operatorUrl: sharedService.origin });
    await new SignInPage(page).signIn(await sharedService.api.subscriber(key), 'shared');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
    const text = plain(await cabinet.main.innerText());
    for (const figure of expectedFigures(overview)) expect(text).toContain(figure);
    // The newest entries in order, each with its sign.
    const amounts = overview.entries.map(({ amountKopecks }) => {
      const sign = amountKopecks > 0 ? '\\+' : '−';
      const roubles = money(Math.abs(amountKopecks)).replace(' ₽', '').replace('.', '\\.');
      return `${sign}${roubles}(\\.00)? ₽`;
    });
    expect(amounts.length).toBeGreaterThan(2);
    const list = plain(await page.getByRole('region', { name: 'Last entries' }).innerText());
    expect(list).toMatch(new RegExp(amounts.slice(0, 3).join('.*')));
  });
}

test("[S09] the healthy subscriber sees the figures of the dashboard's reference design", async ({
  launch,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const text = plain(await cabinet.main.innerText());
  await expect(cabinet.heading).toHaveText(/^You can watch until 20.December$/);
  for (const figure of [
    'Reception is on',
    'Balance 737.40 ₽. The next charge, 33.27 ₽, is tonight.',
    'To 31 December: 227 ₽',
    'From 1 December',
    '22.52 ₽ a day',
    'Base Optimum',
    'Cinema Hall',
    'Ends on 30 November as you asked',
    '+500.00 ₽',
    '−33.27 ₽',
    'Daily charge, 3 packages',
  ]) {
    expect(text).toContain(figure);
  }
});

test('[S09] the blocked subscriber sees that reception is off, since when, and the missing amount', async ({
  launch,
  sharedService,
}) => {
  const overview = await sharedService.api.overviewOf('blocked');
  if (overview.reception.state !== 'blocked') throw new Error('The blocked demo subscriber is not blocked.');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const text = plain(await cabinet.main.innerText());
  expect(text).toContain('Reception is off');
  expect(text).toContain(`${money(overview.reception.backOnKopecks)} are missing to watch again`);
  expect(text).toContain('Reception stopped today at 00:00.');
  expect(text).toContain('It comes back within a few minutes of a payment.');
  expect(text).toContain(money(overview.balanceKopecks));
  expect(overview.balanceKopecks).toBe(-overview.reception.missingKopecks);
  expect(text).toContain('Off: payment');
});

test('[S09] the two contracts of one account are distinguishable and both can be opened', async ({
  launch,
  sharedService,
}) => {
  const second = await sharedService.api.overviewOf('blocked', 1);
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await page.getByRole('button', { name: /Choose another contract/ }).click();
  const number = second.contract.number.replace(/^(\d{2})(\d{4})(\d{4})$/, '$1.$2.$3');
  await page.getByRole('menuitemradio', { name: new RegExp(number) }).click();
  await expect(cabinet.heading).toHaveText(new RegExp(expectedTitle(second).replaceAll(' ', '\\s')));
  const text = plain(await cabinet.main.innerText());
  for (const figure of expectedFigures(second).slice(0, 2)) expect(text).toContain(figure);
});

test('[S09] the forecast line can be read day by day with the keyboard, and as a table', async ({
  launch,
  sharedService,
}) => {
  const overview = await sharedService.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const table = page.getByRole('table', { name: /Balance for the next \d+ days/ });
  await expect(table.getByRole('row')).toHaveCount(overview.forecast.points.length + 1);
  const rows = (await table.getByRole('row').allTextContents()).map(plain);
  for (const [index, point] of overview.forecast.points.entries()) {
    expect(rows[index + 1]).toContain(money(point.balanceKopecks));
  }
});

test("[S08] the contract screen shows the operator's contract data", async ({ launch, sharedService }) => {
  const { contract, cards } = await sharedService.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await cabinet.toContract.click();
  await expect(cabinet.heading).toContainText('Contract');
  const main = cabinet.main;
  const { holder } = contract;
  await expect(main).toContainText(contract.address);
  const text = plain(await main.innerText());
  for (const fact of [
    contract.number.replace(/^(\d{2})(\d{4})(\d{4})$/, '$1 $2 $3'),
    holder.surname,
    holder.firstName,
    ...(holder.patronymic === null ? [] : [holder.patronymic]),
    contract.tariff.en,
    dayName(contract.signedOn),
    contract.signedOn.slice(0, 4),
    ...(contract.contacts.email === null ? [] : [contract.contacts.email]),
    ...cards.map((card) => card.number.replace(/(\d{4})(?=\d)/g, '$1 ')),
  ]) {
    expect(text).toContain(fact);
  }
  if (contract.contacts.phone !== null) {
    const digits = contract.contacts.phone.replace(/\D/g, '').slice(-10);
    expect(text.replace(/\D/g, '')).toContain(digits);
  }
});

test('[S08] the contract screen of a blocked subscriber shows that it is blocked', async ({
  launch,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await cabinet.toContract.click();
  await expect(cabinet.main).toContainText('Reception off: payment');
});
