import { expect } from '@playwright/test';
import { CabinetPage, SignInPage } from './pages.ts';
import { PromisePage } from './promise-page.ts';
import { StatementPage } from './statement-page.ts';
import { PaymentWindow, testCards, TopUpPage } from './top-up-page.ts';
import type { TourRig, Visit, Walk } from './walk.ts';

/** Route walk through payments: form, payment page, checking, declined, QR code, credited. */
async function paying({ program, service }: TourRig, visit: Visit): Promise<void> {
  const { page } = program;
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  const topUp = new TopUpPage(page);
  await topUp.open();
  await visit('top-up');
  await topUp.tab('Autopay').click();
  await page.getByText('It needs a linked card.', { exact: false }).waitFor();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await visit('autopay-no-card');
  await topUp.tab('Online payment').click();
  await topUp.own.waitFor();
  await topUp.fillAmount('0');
  await topUp.toPage.click();
  await page.getByText('The amount has to be above zero.').waitFor();
  await visit('top-up-error');
  await topUp.fillAmount('425.50');
  const refused = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await topUp.state(/on the payment page/).waitFor();
  await visit('top-up-at-page');
  await refused.payByCard(testCards.declines);
  await topUp.state(/did not go through/).waitFor();
  await visit('top-up-declined');
  await topUp.button('Pay again').click();
  await topUp.method('SBP').click();
  await topUp.button('Show the QR code').click();
  await topUp.state('Scan to pay 425.50 ₽').waitFor();
  await visit('top-up-sbp');
  await topUp.button('Call it off').click();
  await topUp.button('Pay again').click();
  await topUp.method('Bank card').click();
  await topUp.linkCard.check();
  const left = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await left.page.close();
  await topUp.state('Checking with the bank: do not pay again').waitFor();
  await visit('top-up-checking');
  const paid = await PaymentWindow.opened(program, () => topUp.button('Open the page again').click());
  await paid.payByCard(testCards.pays);
  await paid.gone();
  await topUp.state(/^You can watch until/).waitFor();
  await visit('top-up-credited');
  await topUp.tab('Autopay').click();
  await page.getByRole('switch', { name: 'Autopay' }).waitFor();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await visit('autopay');
  await topUp.tab('Other ways').click();
  await page.getByRole('textbox', { name: 'Amount, roubles' }).fill('425');
  await page.getByRole('img', { name: /QR code that opens the message/ }).waitFor();
  await visit('other-ways');
}

/** Route walk through the statement: initial view, filtered, no results. */
async function readingTheStatement({ program, service }: TourRig, visit: Visit): Promise<void> {
  const { page } = program;
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(page).ready();
  const statement = new StatementPage(page);
  await statement.open();
  await visit('statement');
  await statement.kind.selectOption({ label: 'Payments' });
  await page.getByText(/lines? found/).waitFor();
  await visit('statement-filtered');
  await statement.search.fill('nobody ever paid like this');
  await page.getByRole('heading', { name: 'No line matches.' }).waitFor();
  await visit('statement-empty');
}

/** Route walk through the promised payment: refused with its reason, offered, active. */
async function promising({ program, service }: TourRig, visit: Visit): Promise<void> {
  const { page } = program;
  const cabinet = new CabinetPage(page);
  const promise = new PromisePage(page);
  await new SignInPage(page).signIn(await service.api.subscriber('blocked'), 'own');
  await cabinet.ready();
  await promise.open();
  await promise.answer.waitFor();
  await visit('promise-refused');
  await cabinet.signOut.first().click();
  await new SignInPage(page).signIn(await service.api.subscriber('running-out'), 'own');
  await cabinet.ready();
  await promise.open();
  await promise.take.waitFor();
  await visit('promise');
  await promise.take.click();
  await promise.taken.waitFor();
  await visit('promise-taken');
}

/** Route walks through the payment screens, by name. */
export const moneyWalks: Readonly<Record<'paying' | 'statement' | 'promise', Walk>> = {
  paying,
  statement: readingTheStatement,
  promise: promising,
};
