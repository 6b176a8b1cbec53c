import type { StatementEntry } from '#protocol/api/statement.ts';
import { expect, test } from '#tests/fixtures.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { StatementPage } from '#tests/statement-page.ts';
import { money, plain, words } from '#tests/words.ts';

/** "−33.27 ₽": an amount as the statement shows it. */
function signed(kopecks: number): string {
  const digits = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(Math.abs(kopecks) / 100);
  return `${kopecks < 0 ? '−' : '+'}${digits} ₽`;
}

/** The expected content of an entry, independent of its texts. */
function figures(entry: StatementEntry): readonly string[] {
  return [signed(entry.amountKopecks), `Balance ${money(entry.balanceAfterKopecks)}`];
}

/** The first day of the month that many months before the one of `today`. */
function monthBefore(today: string, months: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
}

test('[S10] the statement shows each transaction of the period with the balance after it', async ({
  launch,
  sharedService,
}) => {
  const moneyApi = new MoneyApi(sharedService.api);
  const { today } = await sharedService.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  await statement.period('This month').click();
  const lines = await moneyApi.lines('healthy', { from: monthBefore(today, 0), to: today });
  expect(lines.length).toBeGreaterThan(10);
  await expect(statement.lines.first()).toHaveAttribute('aria-setsize', String(lines.length));
  const shown = await statement.texts();
  for (const [index, entry] of lines.slice(0, 8).entries()) {
    for (const figure of figures(entry)) expect(shown[index]).toContain(figure);
  }
  // Each balance is the previous one plus the transaction.
  for (const [index, entry] of lines.slice(0, -1).entries()) {
    expect(entry.balanceAfterKopecks).toBe(lines[index + 1]!.balanceAfterKopecks + entry.amountKopecks);
  }
  const { totals } = await moneyApi.page('healthy', { from: monthBefore(today, 0), to: today });
  if (totals === null) throw new Error('The first page has no totals.');
  const text = plain(await page.getByRole('main').innerText());
  expect(text).toContain(`${money(totals.inKopecks)} came in and ${money(Math.abs(totals.outKopecks))} were charged.`);

  // A charge expands to its packages, whose sum it is.
  const index = lines.findIndex(({ charges }) => charges.length > 1);
  const charge = lines[index]!;
  const line = statement.lines.nth(index);
  await line.getByRole('button', { name: 'Show the packages' }).click();
  for (const one of charge.charges) {
    await expect(line.getByRole('listitem').filter({ hasText: one.name.en })).toContainText(
      money(one.amountKopecks).replace(' ₽', ''),
    );
  }
  expect(charge.charges.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0)).toBe(-charge.amountKopecks);
});

test('[S10] all entries since the first day can be scrolled to, and the first balance equals the first transaction', async ({
  launch,
  sharedService,
}) => {
  const lines = await new MoneyApi(sharedService.api).lines('healthy');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  await statement.period('All').click();
  await expect(statement.lines.first()).toHaveAttribute('aria-setsize', String(lines.length));
  await statement.toEnd();
  const last = lines.at(-1)!;
  expect(last.balanceAfterKopecks).toBe(last.amountKopecks);
  await expect(statement.lines.last()).toHaveAttribute('aria-posinset', String(lines.length));
  const text = plain(await statement.lines.last().innerText());
  for (const figure of figures(last)) expect(text).toContain(figure);
  // The page contains only visible entries and a few more.
  expect(await statement.lines.count()).toBeLessThan(Math.min(80, lines.length));
});

test('[S10] filters by kind, package, payment method and text find their entries and never change a balance', async ({
  launch,
  sharedService,
}) => {
  const moneyApi = new MoneyApi(sharedService.api);
  const whole = new Map((await moneyApi.lines('healthy')).map((entry) => [entry.id, entry.balanceAfterKopecks]));
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  await statement.period('All').click();

  const isTold = async (expected: readonly StatementEntry[]): Promise<void> => {
    await expect(statement.found(expected.length)).toBeVisible();
    const [first] = expected;
    if (first === undefined) throw new Error('Nothing is expected.');
    await expect.poll(async () => plain(await statement.lines.first().innerText())).toContain(figures(first).join(' '));
    for (const entry of expected) expect(whole.get(entry.id)).toBe(entry.balanceAfterKopecks);
  };

  await statement.kind.selectOption({ label: 'Payments' });
  const payments = await moneyApi.lines('healthy', { kind: 'payments' });
  expect(payments.every(({ amountKopecks }) => amountKopecks > 0)).toBe(true);
  await isTold(payments);
  await statement.kind.selectOption({ label: 'Everything' });

  const { packages } = await moneyApi.page('healthy');
  const [chosen] = packages ?? [];
  if (chosen === undefined) throw new Error('No package was ever charged.');
  await statement.package.selectOption({ label: chosen.name.en });
  await isTold(await moneyApi.lines('healthy', { packageId: chosen.id }));

  // Filtering by payment method clears the package filter.
  await statement.method.selectOption({ label: 'Bank card' });
  await expect(statement.package).toHaveValue('');
  const byCard = await moneyApi.lines('healthy', { method: 'bank-card' });
  expect(byCard.length).toBeLessThan(payments.length);
  expect(byCard.every(({ method }) => method === 'bank-card')).toBe(true);
  await isTold(byCard);
  await statement.clear.click();

  const wanted = payments[0]!;
  await statement.search.fill(signed(wanted.amountKopecks).slice(1, -2));
  await isTold(await moneyApi.lines('healthy', { search: signed(wanted.amountKopecks).slice(1, -2) }));
  await statement.search.fill('nobody ever paid like this');
  await expect(page.getByRole('heading', { name: 'No line matches.' })).toBeVisible();
  await statement.clear.click();
  await expect(statement.search).toHaveValue('');
  await expect(statement.lines.first()).toBeVisible();
});

test('[S10] custom periods, including invalid ones', async ({ launch, sharedService }) => {
  const moneyApi = new MoneyApi(sharedService.api);
  const { today } = await sharedService.api.overviewOf('healthy');
  const from = monthBefore(today, 1);
  const to = from.replace(/01$/, '10');
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  await statement.period('From … to …').click();
  await page.getByLabel('From', { exact: true }).fill(to);
  await page.getByLabel('To', { exact: true }).fill(from);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('The first day lies after the last one.')).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill(from);
  await page.getByLabel('To', { exact: true }).fill(to);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const lines = await moneyApi.lines('healthy', { from, to });
  await expect(statement.lines.first()).toHaveAttribute('aria-setsize', String(lines.length));
  const text = plain(await statement.lines.first().innerText());
  for (const figure of figures(lines[0]!)) expect(text).toContain(figure);
});

test('[S10] a new charge and a new payment appear in the open statement', async ({ launch, service }) => {
  const { contract } = await service.api.overviewOf('healthy');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  const newest = async (): Promise<string> => plain(await statement.lines.first().innerText());
  await service.console.advanceToNextDay();
  const moneyApi = new MoneyApi(service.api);
  const [charge] = await moneyApi.lines('healthy');
  expect(charge!.kind).toBe('daily-charge');
  await expect.poll(newest).toContain(figures(charge!).join(' '));
  await service.console.topUp(contract.number, 12_345);
  const [payment] = await moneyApi.lines('healthy');
  expect(payment!.amountKopecks).toBe(12_345);
  await expect.poll(newest).toContain(figures(payment!).join(' '));
});

test("[B11] the chart shows each month's totals, and a month shows its entries", async ({ launch, sharedService }) => {
  const moneyApi = new MoneyApi(sharedService.api);
  const { today } = await sharedService.api.overviewOf('healthy');
  const months = (await moneyApi.spending('healthy', monthBefore(today, 11), today)).months;
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await new SignInPage(page).signIn(await sharedService.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  const before = months.find(({ month }) => month === monthBefore(today, 1));
  if (before === undefined) throw new Error('Nothing was charged a month ago.');
  const total = months.reduce((sum, { totalKopecks }) => sum + totalKopecks, 0);
  await expect(page.getByText(`${money(total)} in twelve months`)).toBeVisible();
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date(before.month));
  const bar = statement.months
    .filter({ has: page.locator(`[title*="${name}"]`) })
    .or(page.getByRole('button', { name: new RegExp(`show ${name}`) }));
  await bar.first().click();
  await expect(bar.first()).toHaveAttribute('aria-pressed', 'true');
  const to = new Date(Date.UTC(Number(before.month.slice(0, 4)), Number(before.month.slice(5, 7)), 0));
  const lines = await moneyApi.lines('healthy', { from: before.month, to: to.toISOString().slice(0, 10) });
  await expect(statement.lines.first()).toHaveAttribute('aria-setsize', String(lines.length));
  const charged = lines.filter(({ charges }) => charges.length > 0).reduce((sum, one) => sum - one.amountKopecks, 0);
  expect(charged).toBe(before.totalKopecks);
  const table = page.getByRole('table', { name: 'Spending by month' });
  const row = plain(await table.getByRole('row').filter({ hasText: name }).first().innerText());
  expect(row).toContain(money(before.totalKopecks));
});

test('[S10] a lost connection is reported, shown entries are kept, and the rest loads after reconnecting', async ({
  launch,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  const before = await statement.texts();
  await service.kill();
  await statement.period('All').click();
  await expect(page.getByRole('alert').or(page.getByText('Your statement could not be shown')).first()).toBeVisible();
  await service.start();
  const lines = await new MoneyApi(service.api).lines('healthy');
  await expect(statement.lines.first()).toHaveAttribute('aria-setsize', String(lines.length), { timeout: 30_000 });
  expect((await statement.texts())[0]).toBe(before[0]);
});

for (const language of ['ru', 'sv'] as const) {
  test(`[S10][B14] the statement in ${language}`, async ({ launch, sharedService }) => {
    const { page } = await launch({ operatorUrl: sharedService.origin, language });
    await new SignInPage(page, language).signIn(await sharedService.api.subscriber('healthy'), 'shared');
    await new CabinetPage(page, language).ready();
    const title = { ru: 'Выписка', sv: 'Kontoutdrag' }[language];
    await page.getByRole('navigation').getByRole('link', { name: title }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    const [newest] = await new MoneyApi(sharedService.api).lines('healthy');
    const line = page.getByRole('list').getByRole('listitem').filter({ hasText: /₽/ });
    await expect(line.first()).toBeVisible();
    expect(plain(await page.getByRole('main').innerText())).toContain(money(newest!.balanceAfterKopecks, language));
    expect(words[language].overview).not.toBe(words.en.overview);
  });
}
