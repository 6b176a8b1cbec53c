import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import type { NotificationServer } from '#tests/notification-server.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import type { Service } from '#tests/service.ts';
import { StatementPage } from '#tests/statement-page.ts';
import type { SubscriberKey } from '#tests/subscribers.ts';
import { PaymentWindow, testCards, TopUpPage, windowTitles } from '#tests/top-up-page.ts';
import { dayName, money, plain, words } from '#tests/words.ts';

const AMOUNT = 42_550;
const TYPED = '425.50';

const told = (desktop: NotificationServer): readonly string[] =>
  desktop.shown.map((one) => plain(`${one.summary}: ${one.body}`));

const creditsTold = (desktop: NotificationServer): readonly string[] =>
  told(desktop).filter((text) => text.startsWith('Money credited'));

/** Submits the payment page of an order in another browser; returns the response status. */
async function payElsewhere(pageUrl: string, number: string): Promise<number> {
  const body = new URLSearchParams({ act: 'pay', number, expires: '12/39', code: '123' });
  return (await fetch(pageUrl, { method: 'POST', redirect: 'manual', body })).status;
}

/** Signs in on the user's own computer and opens the payment form. */
async function toTopUp(program: Program, service: Service, who: SubscriberKey = 'healthy'): Promise<TopUpPage> {
  await new SignInPage(program.page).signIn(await service.api.subscriber(who), 'own');
  await new CabinetPage(program.page).ready();
  const topUp = new TopUpPage(program.page);
  await topUp.open();
  return topUp;
}

/**
 * Follows one payment from the screen to the ledger, the statement, the overview and the notification:
 * credited once, charged once, no commission.
 */
async function followMoney(
  program: Program,
  service: Service,
  desktop: NotificationServer,
  balanceBefore: number,
  amountKopecks = AMOUNT,
): Promise<void> {
  const after = await service.api.overviewOf('healthy');
  expect(after.balanceKopecks).toBe(balanceBefore + amountKopecks);
  const orders = (await service.console.orders()).filter((order) => order.status === 'succeeded');
  expect(orders.map((order) => order.amountKopecks)).toEqual([amountKopecks]);
  const [payment, ...others] = (await new MoneyApi(service.api).payments('healthy')).filter(
    ({ status }) => status === 'succeeded',
  );
  expect(others).toEqual([]);
  expect(payment).toMatchObject({ amountKopecks, feeKopecks: 0 });
  const [entry] = await new MoneyApi(service.api).lines('healthy');
  expect(entry).toMatchObject({ id: payment?.entryId, amountKopecks, balanceAfterKopecks: after.balanceKopecks });
  await expect
    .poll(() => told(desktop))
    .toContain(`Money credited: ${money(amountKopecks)} credited. Balance: ${money(after.balanceKopecks)}.`);
  expect(told(desktop).filter((text) => text.startsWith('Money credited'))).toHaveLength(1);
  const statement = new StatementPage(program.page);
  await statement.open();
  expect(plain(await statement.lines.first().innerText())).toContain(`Balance ${money(after.balanceKopecks)}`);
  const cabinet = new CabinetPage(program.page);
  await cabinet.toOverview.click();
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(after));
  await expect.poll(async () => plain(await cabinet.main.innerText())).toContain(money(after.balanceKopecks));
}

test('[S10][S16][S17][S24][S28][B02] pays by card: the recommended amount, the page of its own, credited and told', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const wanted = before.topUpToMonthEnd;
  if (wanted === null) throw new Error('The healthy subscriber has no recommended amount.');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await expect(topUp.number).toHaveValue(/^[\d\s.]+$/);
  const name = dayName(wanted.lastDay, 'en', before.today).replace(' ', '\\s');
  await program.page.getByRole('radio', { name: new RegExp(`^To ${name}`) }).click();
  const summary = plain(await topUp.summary.innerText());
  expect(summary).toContain(
    `${money(wanted.amountKopecks)} takes you to ${dayName(wanted.lastDay, 'en', before.today)}`,
  );
  expect(summary).toContain('no commission');
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  // A separate origin, shown in the window's title.
  const { origin, host } = new URL(pay.page.url());
  expect(origin).not.toBe(service.origin);
  expect((await windowTitles(program.app)).some((title) => title.includes(host))).toBe(true);
  await expect(topUp.state(/Confirm .* on the payment page/)).toBeVisible();
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  expect(plain(await program.page.getByRole('main').innerText())).toMatch(/came in: Bank card.*no commission/);
  await followMoney(program, service, desktop, before.balanceKopecks, wanted.amountKopecks);
});

test('[S17] 3-D Secure: a wrong code is asked for again, the right one pays', async ({ launch, service, desktop }) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.asksCode);
  program.expectFaults(/422/);
  await pay.confirmAtBank('000000');
  await expect(pay.page.getByText(/Attempts left/)).toBeVisible();
  await pay.confirmAtBank();
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

for (const [card, title, why] of [
  ['declines', 'The payment of 425.50 ₽ did not go through', 'The bank declined the card.'],
  ['lacksMoney', 'The payment of 425.50 ₽ did not go through', 'There is not enough money on the card.'],
] as const) {
  test(`[S17] a card that ${card}: reported as not charged, and paying again is possible`, async ({
    launch,
    service,
  }) => {
    const before = await service.api.overviewOf('healthy');
    const program = await launch({ operatorUrl: service.origin });
    const topUp = await toTopUp(program, service);
    await topUp.fillAmount(TYPED);
    const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
    await pay.payByCard(testCards[card]);
    const text = async (): Promise<string> => plain(await program.page.getByRole('main').innerText());
    await expect.poll(text).toContain(title);
    expect(await text()).toContain('No money moved.');
    expect(await text()).toContain(why);
    await topUp.button('Pay again').click();
    await expect(topUp.toPage).toBeEnabled();
    expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(before.balanceKopecks);
  });
}

test('[S18] pays from a mobile account: only the confirmation on the phone moves money', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  await topUp.method('Mobile account').click();
  await topUp.phone.fill('12');
  await topUp.button('Ask the phone').click();
  await expect(program.page.getByText(/This is not a phone number/)).toBeVisible();
  await topUp.phone.fill('8 (926) 111-22-33');
  await topUp.button('Ask the phone').click();
  await expect(topUp.state('Answer on the phone to pay 425.50 ₽')).toBeVisible();
  expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(before.balanceKopecks);
  const [order] = await service.console.orders();
  expect(order).toMatchObject({ phone: '+79261112233', waitsForPhone: true });
  await service.console.phoneSays(order!.id, true);
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

for (const [feature, method, login, password] of [
  ['S19', 'QIWI', '+7 900 555-02-01', 'rucheyok-1'],
  ['S20', 'WebMoney', '100200300401', 'veter-1'],
  ['S21', 'YooMoney', 'irina.sever', 'klever-1'],
] as const) {
  test(`[${feature}] pays by ${method}: a wrong password, then the wallet's own confirmation`, async ({
    launch,
    service,
    desktop,
  }) => {
    const before = await service.api.overviewOf('healthy');
    const program = await launch({ operatorUrl: service.origin });
    const topUp = await toTopUp(program, service);
    await topUp.fillAmount(TYPED);
    await topUp.method(method).click();
    const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
    program.expectFaults(/422/);
    await pay.signInToWallet(login, 'not the password');
    await expect(pay.page.getByText(/Attempts left/)).toBeVisible();
    await pay.signInToWallet(login, password);
    await pay.page.getByRole('button', { name: /^Pay/ }).click();
    await pay.gone();
    await expect(topUp.state(/^You can watch until/)).toBeVisible();
    await followMoney(program, service, desktop, before.balanceKopecks);
  });
}

test('[S21] pays by SBP: the program shows the QR code, and the bank’s app pays it', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  await topUp.method('SBP').click();
  await topUp.button('Show the QR code').click();
  await expect(topUp.state('Scan to pay 425.50 ₽')).toBeVisible();
  await expect(program.page.getByRole('img', { name: 'QR code of the payment, for a bank’s app' })).toBeVisible();
  const [order] = await service.console.orders();
  await service.console.phoneSays(order!.id, true);
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[S16][S21] a payment method that the operator switched off shows the reason and its number, and cannot be chosen', async ({
  launch,
  service,
}) => {
  await service.console.methodOff('qiwi', true);
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  const qiwi = topUp.method('QIWI');
  await expect(qiwi).toHaveAttribute('aria-disabled', 'true');
  await expect(qiwi).toHaveAccessibleName(/Reason 31/);
  await qiwi.click({ force: true });
  await expect(qiwi).not.toBeChecked();
  await service.console.methodOff('qiwi', false);
});

test('[S16] pays for another contract by contract and smart card number: the name is masked, and wrong numbers are reported', async ({
  launch,
  service,
}) => {
  const friend = await service.api.overviewOf('blocked', 1);
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const topUp = await toTopUp(program, service);
  for (const [typed, said] of [
    ['225688475', '9 digits are too few'],
    ['22568847591', '11 digits are neither'],
    ['2256884759123', '13 digits are too many'],
  ] as const) {
    await topUp.number.fill(typed);
    await topUp.number.blur();
    await topUp.fillAmount(TYPED);
    await topUp.toPage.click();
    await expect(page.getByText(said)).toBeVisible();
  }
  await topUp.number.fill('9999999999');
  await expect(page.getByText(words.en.errors['payee-not-found'].happened)).toBeVisible();
  const [card] = friend.cards;
  await topUp.number.fill(card!.number);
  await expect(page.getByText('Somebody else’s smart card')).toBeVisible();
  await topUp.number.fill(friend.contract.number);
  await expect(page.getByText('Compare the name before you pay.')).toBeVisible();
  const { surname } = friend.contract.holder;
  expect(plain(await page.getByRole('main').innerText())).not.toContain(surname);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^425\.50.₽ came in for/)).toBeVisible();
  const after = await service.api.overviewOf('blocked', 1);
  expect(after.balanceKopecks).toBe(friend.balanceKopecks + AMOUNT);
});

test('[S16] an invalid amount is reported, and no payment is created', async ({ launch, service }) => {
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const topUp = await toTopUp(program, service);
  for (const [typed, said] of [
    ['0', 'The amount has to be above zero.'],
    ['5', /The least is/],
    ['-5', 'The amount has to be above zero.'],
    ['10.001', 'A kopeck is the smallest'],
    ['1e6', 'This is not an amount.'],
    ['1 00 000', 'The digits are grouped oddly.'],
    ['99999999', /The most this way takes now is/],
  ] as const) {
    await topUp.own.fill(typed);
    await topUp.toPage.click();
    await expect(page.getByText(said).first()).toBeVisible();
  }
  expect(await service.console.orders()).toEqual([]);
  // Accepts full-width digits, spaces and commas as group separators.
  for (const [typed, amount] of [
    ['１００', '100 ₽'],
    ['1 500', '1,500 ₽'],
    ['1,500.5', '1,500.50 ₽'],
  ] as const) {
    await topUp.own.fill(typed);
    await expect
      .poll(async () => plain(await topUp.summary.innerText()))
      .toContain(`To pay SBP, no commission ${amount}`.replace('SBP', 'Bank card'));
  }
});

test('[B18][S16] lost response to a payment: one payment, found by its key, and paid once', async ({
  launch,
  service,
  faultyLine,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: faultyLine.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  faultyLine.set({ kind: 'lose-answer' }, ({ method, url }) => method === 'POST' && url === '/v1/payments');
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  faultyLine.heal();
  expect(faultyLine.seen('POST', /^\/v1\/payments$/)).toHaveLength(1);
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[B18][S16] window closed before a result: checking, no second payment, reopened and paid', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const first = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await first.page.close();
  await expect(topUp.state('Checking with the bank: do not pay again')).toBeVisible();
  await expect(program.page.getByText(/reason 21/i).first()).toBeVisible();
  await expect(topUp.toPage).toHaveCount(0);
  const again = await PaymentWindow.opened(program, () => topUp.button('Open the page again').click());
  await again.payByCard(testCards.pays);
  await again.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[B18][S28] the program is killed during a payment: credited once after the next start', async ({
  launch,
  bus,
  service,
  desktop,
}) => {
  await bus.startKeyring();
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin, keyring: true });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  const url = pay.page.url();
  await service.console.paymentSystem({ lostWebhooks: true });
  await program.kill();
  // The order exists at the payment system, and its page is paid elsewhere meanwhile.
  expect(await payElsewhere(url, testCards.pays)).toBe(303);
  const next = await launch({ operatorUrl: service.origin, keyring: true });
  const cabinet = new CabinetPage(next.page);
  await cabinet.ready();
  const again = new TopUpPage(next.page);
  await again.link.click();
  await expect(again.state(/^(You can watch until|Checking with the bank)/)).toBeVisible();
  const ask = again.button('Ask the bank now');
  if (await ask.isVisible()) await ask.click();
  await expect(again.state(/^You can watch until/)).toBeVisible();
  await followMoney(next, service, desktop, before.balanceKopecks);
});

test('[B18] killed with the page open, restarted after 25 hours: checked, not sent again, credited and notified', async ({
  launch,
  bus,
  service,
  faultyLine,
  desktop,
}) => {
  test.slow();
  await bus.startKeyring();
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: faultyLine.origin, keyring: true });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  const url = pay.page.url();
  await service.console.paymentSystem({ lostWebhooks: true });
  await program.kill();
  expect(await payElsewhere(url, testCards.pays)).toBe(303);
  await service.console.advance(25 * 3_600_000);
  const seenBefore = faultyLine.requests.length;
  const next = await launch({ operatorUrl: faultyLine.origin, keyring: true });
  await new CabinetPage(next.page).ready();
  const again = new TopUpPage(next.page);
  await again.link.click();
  // No user action: the service polls the bank every 20 s, the program polls the service every 10 s.
  await expect(again.state(/^You can watch until/)).toBeVisible({ timeout: 45_000 });
  const paths = faultyLine.requests
    .slice(seenBefore)
    .filter(({ url: path }) => path.startsWith('/v1/payments'))
    .map(({ method, url: path }) => `${method} ${path.replace(/[0-9a-f]{32}/, ':id')}`);
  expect(paths).toContain('GET /v1/payments/:id');
  expect(paths.filter((one) => !one.startsWith('GET '))).toEqual([]);
  expect(faultyLine.seen('POST', /^\/v1\/payments$/)).toHaveLength(1);
  // A daily charge happened meanwhile, so only the payment's change of the balance is checked.
  const [payment, ...others] = (await new MoneyApi(service.api).payments('healthy')).filter(
    ({ status }) => status === 'succeeded',
  );
  expect(others).toEqual([]);
  const lines = await new MoneyApi(service.api).lines('healthy', { from: before.today });
  expect(lines.filter(({ id }) => id === payment?.entryId)).toMatchObject([{ amountKopecks: AMOUNT }]);
  const after = await service.api.overviewOf('healthy');
  expect(after.balanceKopecks).toBe(lines[0]?.balanceAfterKopecks);
  expect((await service.console.orders()).map(({ status }) => status)).toEqual(['succeeded']);
  await expect.poll(() => creditsTold(desktop)).toHaveLength(1);
  expect(creditsTold(desktop)[0]).toContain(`${money(AMOUNT)} credited.`);
});

test('[B18][S16] a bank that pays after the user cancelled: screen, ledger and notification show it', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.paysLate);
  await expect(pay.page.getByRole('heading', { name: 'The bank has not answered yet' })).toBeVisible();
  await topUp.button('Call it off').click();
  await expect(topUp.state('The payment of 425.50 ₽ was called off')).toBeVisible();
  expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(before.balanceKopecks);
  expect(creditsTold(desktop)).toEqual([]);
  // The bank's late result replaces the earlier message on the screen.
  await service.console.advance(60_000);
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await expect(topUp.state('The payment of 425.50 ₽ was called off')).toHaveCount(0);
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[B18] two programs of one user: a payment open in one cannot be created again in the other', async ({
  launch,
  service,
  faultyLine,
}) => {
  const program = await launch({ operatorUrl: faultyLine.origin });
  const topUp = await toTopUp(program, service);
  // The other program creates a payment while this one receives no events.
  faultyLine.set({ kind: 'silence' }, ({ url }) => url.startsWith('/v1/events'));
  faultyLine.cut();
  const { accessToken, account } = await service.api.signIn(await service.api.subscriber('healthy'));
  const elsewhere = await fetch(`${service.origin}/v1/payments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
      'idempotency-key': 'another-device-0000001',
    },
    body: JSON.stringify({
      payee: account.contracts[0]?.number,
      amountKopecks: AMOUNT,
      method: 'bank-card',
      phone: null,
      linkedCardId: null,
      linkCard: false,
      language: 'en',
    }),
  });
  expect(elsewhere.status).toBeLessThan(300);
  await topUp.fillAmount(TYPED);
  await topUp.toPage.click();
  await expect(program.page.getByText(/reason 21/i).first()).toBeVisible();
  expect(await service.console.orders()).toHaveLength(1);
});

test('[S16] a bank with a delayed confirmation, and one that pays after the payment was cancelled', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.staysSilent);
  await expect(pay.page.getByRole('heading', { name: 'The bank has not answered yet' })).toBeVisible();
  await pay.page.close();
  await expect(topUp.state(/The bank is working on 425\.50|Checking with the bank/)).toBeVisible();
  const [order] = await service.console.orders();
  await service.console.bankSays(order!.id, true);
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[S16] payment system down: reported as not charged, and paying works when it is back', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await service.console.paymentSystem({ down: true });
  await topUp.fillAmount(TYPED);
  await topUp.toPage.click();
  const said = program.page
    .getByText(words.en.errors['payment-system-unavailable'].happened)
    .or(topUp.state(/Checking with the bank|never reached/));
  await expect(said.first()).toBeVisible();
  await service.console.paymentSystem({});
  const pay = await PaymentWindow.opened(program, async () => {
    await topUp.toPage.or(topUp.button('Open the page again')).first().click();
  });
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await followMoney(program, service, desktop, before.balanceKopecks);
});

test('[S22][S23] other ways: the exact SMS, which the gateway really accepts, and the details to copy', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const topUp = await toTopUp(program, service);
  await topUp.tab('Other ways').click();
  for (const way of ['SMS', 'Bank transfer', 'Bank office', 'Terminal', 'Post office']) {
    await expect(page.getByRole('heading', { name: new RegExp(way, 'i') }).first()).toBeVisible();
  }
  await page.getByRole('textbox', { name: 'Amount, roubles' }).fill('425');
  const text = `ntvplus ${before.contract.number} 425`;
  await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('img', { name: /QR code that opens the message to 3116/ })).toBeVisible();
  await topUp.button('Copy the text').click();
  await expect.poll(() => program.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);
  const answer = await service.console.writes('+79261112233', text);
  expect(answer).toContain('425');
  await expect
    .poll(async () => (await service.api.overviewOf('healthy')).balanceKopecks)
    .toBe(before.balanceKopecks + 42_500);
  await expect.poll(() => told(desktop).some((one) => one.startsWith('Money credited'))).toBe(true);
  const cabinet = new CabinetPage(page);
  await cabinet.toOverview.click();
  await expect.poll(async () => plain(await cabinet.main.innerText())).toContain(money(before.balanceKopecks + 42_500));
});

test('[B09] card linked by a payment, autopay by day: announced the day before, paid once, switched off by one button', async ({
  launch,
  service,
  desktop,
}) => {
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  await topUp.linkCard.check();
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await topUp.tab('Autopay').click();
  await page
    .getByRole('radio', { name: 'On a day of the month' })
    .or(page.getByRole('button', { name: 'On a day of the month' }))
    .first()
    .click();
  const { today } = await service.api.overviewOf('healthy');
  const inTwoDays = new Date(Date.parse(`${today}T00:00:00Z`) + 2 * 86_400_000).getUTCDate();
  await page
    .getByRole('textbox', { name: 'Day of the month' })
    .or(page.getByRole('spinbutton', { name: 'Day of the month' }))
    .fill(String(inTwoDays));
  await page.getByRole('textbox', { name: 'Amount, roubles', exact: true }).fill('300');
  await page.getByRole('textbox', { name: 'At most in a calendar month, roubles' }).fill('1000');
  await page.getByRole('switch', { name: 'Autopay' }).click();
  await expect(page.getByText(/Pays 300.₽ from .* on day/)).toBeVisible();
  const before = await service.api.overviewOf('healthy');
  await service.console.advanceToNextDay();
  await expect.poll(() => told(desktop).some((one) => /^Autopay/.test(one))).toBe(true);
  await service.console.advanceToNextDay();
  await expect
    .poll(async () =>
      (await new MoneyApi(service.api).payments('healthy')).filter(({ origin }) => origin === 'autopay'),
    )
    .toMatchObject([{ amountKopecks: 30_000, status: 'succeeded' }]);
  expect(before.balanceKopecks).toBeGreaterThan(0);
  await page.getByRole('switch', { name: 'Autopay' }).click();
  await expect(page.getByRole('switch', { name: 'Autopay' })).not.toBeChecked();
});

test('[B09] autopay below a balance: announced at once, paid the next day, never above the monthly limit', async ({
  launch,
  service,
  desktop,
}) => {
  const program = await launch({ operatorUrl: service.origin });
  const { page } = program;
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  await topUp.linkCard.check();
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  await topUp.tab('Autopay').click();
  // Far above the balance, so it would pay every day.
  await page.getByRole('textbox', { name: 'Below, roubles' }).fill('5000');
  await page.getByRole('textbox', { name: 'Amount, roubles', exact: true }).fill('300');
  await page.getByRole('textbox', { name: 'At most in a calendar month, roubles' }).fill('300');
  await page.getByRole('switch', { name: 'Autopay' }).click();
  await expect(page.getByText(/^Announced: 300.₽ are paid on 23.November\./)).toBeVisible();
  await expect.poll(() => told(desktop).some((one) => /^Autopay/.test(one))).toBe(true);

  const api = new MoneyApi(service.api);
  const byItself = async (): Promise<unknown> =>
    (await api.payments('healthy')).filter(({ origin }) => origin === 'autopay');
  const paid = [{ amountKopecks: 30_000, feeKopecks: 0, status: 'succeeded' }];
  await service.console.advanceToNextDay();
  await expect.poll(byItself).toMatchObject(paid);
  await expect(page.getByText(/^Paid by itself this month: 300.₽ of 300.₽\./)).toBeVisible();
  await expect(page.getByText(/^The next payment: 300.₽ on 1.December\./)).toBeVisible();

  await service.console.advanceToNextDay();
  const { today } = await service.api.overviewOf('healthy');
  expect(today).toBe('2026-11-24');
  await expect(page.getByText(/^The next payment: 300.₽ on 1.December\./)).toBeVisible();
  expect(await byItself()).toMatchObject(paid);
  expect((await service.console.orders()).filter(({ status }) => status === 'succeeded')).toHaveLength(2);
});

test('[S10][S16][S28] a refunded payment: deducted from the balance, an entry in the statement, and notified as a refund', async ({
  launch,
  service,
  desktop,
}) => {
  const before = await service.api.overviewOf('healthy');
  const program = await launch({ operatorUrl: service.origin });
  const topUp = await toTopUp(program, service);
  await topUp.fillAmount(TYPED);
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await pay.payByCard(testCards.pays);
  await pay.gone();
  await expect(topUp.state(/^You can watch until/)).toBeVisible();
  const statement = new StatementPage(program.page);
  await statement.open();
  const [paid] = await service.console.orders();
  if (paid === undefined) throw new Error('There is no order.');
  await service.console.refund(paid.id);
  await expect
    .poll(() => told(desktop))
    .toContain(
      `Payment given back: ${money(AMOUNT)} went back to whoever paid. Balance: ${money(before.balanceKopecks)}.`,
    );
  await expect(statement.lines.first()).toContainText('Paid back');
  expect(plain(await statement.lines.first().innerText())).toContain(`Balance ${money(before.balanceKopecks)}`);
  expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(before.balanceKopecks);
  expect(creditsTold(desktop)).toHaveLength(1);
});
