import type { CompletionRequest } from '#protocol/api/registrations.ts';
import { CompletionPage, linkContract, newcomer, spareContract } from '#tests/completion-page.ts';
import { passOnPage } from '#tests/sign-in-pages.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { plain, words } from '#tests/words.ts';

const oskar = { email: 'oskar@example.org', password: 'a sentence nobody guesses' };
const { errors } = words.en;

test('[S05] wrong details: the same message for every mistake, inputs kept, hotline shown, then a waiting time', async ({
  launch,
  faultyLine,
  mailbox,
  outside,
  service,
}) => {
  await newcomer(service, mailbox, oskar);
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(oskar, 'shared');
  const form = new CompletionPage(page);
  await form.stands();
  const right = await spareContract(service);
  const { contract, cards } = await service.api.overviewOf('healthy');
  const bound: CompletionRequest = {
    contractNumber: contract.number,
    surname: contract.holder.surname,
    firstName: contract.holder.firstName,
    patronymic: contract.holder.patronymic ?? '',
    cardNumber: cards[0]?.number ?? '',
  };
  const wrong: readonly CompletionRequest[] = [
    { ...right, cardNumber: bound.cardNumber },
    { ...right, surname: bound.surname },
    { ...right, patronymic: '' },
    { ...right, contractNumber: '9999999999' },
    // Correct details, but linked to another account.
    bound,
  ];
  const said: string[] = [];
  for (const details of wrong) {
    await form.fill(details);
    await form.submit.click();
    await expect.poll(() => faultyLine.seen('POST', /\/account\/contracts$/).length).toBe(said.length + 1);
    await expect(page.locator('form')).toHaveAttribute('aria-busy', 'false');
    await expect(form.alert).toContainText(errors['contract-not-matched'].happened);
    said.push(plain(await form.alert.innerText()));
    await expect(form.surname).toHaveValue(details.surname);
    await expect(form.firstName).toHaveValue(details.firstName);
    expect((await form.cardNumber.inputValue()).replace(/\D/g, '')).toBe(details.cardNumber);
    expect((await form.contractNumber.inputValue()).replace(/\D/g, '')).toBe(details.contractNumber);
  }
  expect(new Set(said).size).toBe(1);
  const { hotline } = (await service.api.call('GET', '/v1/profile')).body as {
    hotline: { display: string; dial: string };
  };
  await form.alert.getByRole('link', { name: hotline.display }).click();
  expect(await outside.next()).toBe(`tel:${hotline.dial}`);

  // After the allowed tries there is a waiting time, also for correct details; it ends by itself.
  await form.fill(right);
  await expect(form.submit).toHaveAttribute('aria-disabled', 'true');
  await expect(form.submit).toHaveAccessibleDescription(/^You can try again in 0:\d\d\.$/);
  await service.console.advance(30_000);
  await passOnPage(page, 30_000);
  await expect(form.submit).not.toHaveAttribute('aria-disabled');
  await form.submit.click();
  await new CabinetPage(page).ready();
  await expect(form.heading).toHaveCount(0);
});

test('[S05] a waiting time caused elsewhere is shown with its end', async ({ launch, mailbox, service }) => {
  const { accessToken: token } = await newcomer(service, mailbox, oskar);
  const right = await spareContract(service);
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await service.api.call('POST', '/v1/account/contracts', {
      token,
      body: { ...right, surname: 'Никто' },
    });
    expect(answer.status).toBe(422);
  }
  const { page } = await launch({ operatorUrl: service.origin });
  await new SignInPage(page).signIn(oskar, 'shared');
  const form = new CompletionPage(page);
  await form.stands();
  await form.send(right);
  await expect(form.alert).toContainText(errors['contract-match-throttled'].happened);
  await expect(form.alert.getByRole('link')).toBeVisible();
  await expect(form.submit).toHaveAccessibleDescription(/^You can try again in 0:\d\d\.$/);
  await service.console.advance(30_000);
  await passOnPage(page, 30_000);
  await expect(page.getByText('You can try again now.')).toBeAttached();
  await form.submit.click();
  await new CabinetPage(page).ready();
});

test('[S05] malformed numbers are reported before sending, and inputs survive leaving the screen', async ({
  launch,
  faultyLine,
  mailbox,
  service,
}) => {
  await newcomer(service, mailbox, oskar);
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(oskar, 'shared');
  const form = new CompletionPage(page);
  await form.stands();
  const right = await spareContract(service);
  await form.send({ ...right, contractNumber: '22 5688', surname: ' ', cardNumber: `${right.cardNumber}1` });
  await expect(form.contractNumber).toBeFocused();
  await expect(form.contractNumber).toHaveAccessibleDescription(
    /A contract number has 10 digits; there are 6 so far\./,
  );
  await expect(form.surname).toHaveAccessibleDescription('Enter the surname.');
  await expect(form.cardNumber).toHaveAccessibleDescription(/A card number has 12 digits; there are 13 so far\./);
  expect(faultyLine.seen('POST', /\/account\/contracts$/)).toEqual([]);

  await form.contractNumber.fill(right.contractNumber);
  const cabinet = new CabinetPage(page);
  await cabinet.toSettings.click();
  await expect(cabinet.heading).toHaveText('Settings');
  await cabinet.toOverview.click();
  await form.heading.waitFor();
  await expect(form.contractNumber).toHaveValue(/^\d\d \d{4} \d{4}$/);
  await expect(form.firstName).toHaveValue(right.firstName);
});

test('[S05] a holder without a patronymic can leave it empty; an account without a contract is asked at each sign-in', async ({
  launch,
  mailbox,
  service,
}) => {
  // Links the demo's contracts in order, up to one whose holder has no patronymic.
  let taken = 0;
  while ((await spareContract(service)).patronymic !== '') {
    taken += 1;
    const other = { ...oskar, email: `other-${taken}@example.org` };
    const { accessToken } = await newcomer(service, mailbox, other);
    await linkContract(service, accessToken, await spareContract(service));
  }
  await newcomer(service, mailbox, oskar);
  const { page } = await launch({ operatorUrl: service.origin });
  const signIn = new SignInPage(page);
  const cabinet = new CabinetPage(page);
  const form = new CompletionPage(page);
  await signIn.signIn(oskar, 'shared');
  await form.stands();
  // Without a contract no other screen is available, and the next sign-in asks again.
  await expect(cabinet.toContract).toHaveCount(0);
  await cabinet.signOut.click();
  await signIn.signIn(oskar, 'shared');
  await form.stands();

  // The demo fills in the details with one button.
  await page.getByRole('button', { name: 'Fill in the demo’s contract' }).click();
  await expect(form.patronymic).toHaveValue('');
  await form.submit.click();
  await expect(form.heading).toHaveCount(0);
  await cabinet.ready();
  const { accessToken, account } = await service.api.signIn(oskar);
  const overview = await service.api.overview(accessToken, account.contracts[0]?.number ?? '');
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));

  await cabinet.signOut.click();
  await signIn.signIn(oskar, 'shared');
  await expect(cabinet.toContract).toBeVisible();
  await cabinet.ready();
  await expect(form.heading).toHaveCount(0);
});
