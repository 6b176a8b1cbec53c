import { accounts } from '#protocol/api/accounts.ts';
import { operations } from '#protocol/api/operations.ts';
import { accountSecurity } from '#protocol/api/account-security.ts';
import { CompletionPage, spareContract } from '#tests/completion-page.ts';
import { callBridge } from '#tests/in-page.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { networkNames, NetworkTab, SocialPage } from '#tests/social-pages.ts';
import type { Service } from '#tests/service.ts';
import type { SubscriberKey } from '#tests/subscribers.ts';
import { plain, words } from '#tests/words.ts';

/** The made-up people of the networks; see the demo box on each network's page. */
const people = {
  vk: { login: 'artem.belov', password: 'river-stones-vk', name: 'Артём Белов' },
  ok: { login: 'galina.orlova', password: 'apple-garden-ok', name: 'Галина Орлова' },
  facebook: { login: 'elsa.lind', password: 'midsummer-fb', name: 'Elsa Lind' },
} as const;
/** Of VKontakte; the address is that of an account at the operator, and confirmed at the network. */
const marina = { login: 'marina.sokolova', password: 'white-nights-vk', name: 'Марина Соколова' };
/** Of Facebook; the address is that of an account at the operator, but nobody has confirmed that it is theirs. */
const ilya = { login: 'ilya.gromov', password: 'snow-leopard-fb', name: 'Илья Громов' };

const errors = words.en.errors;
const nobody = { ok: true, value: { state: 'signed-out', because: null } };

/** How a subscriber gets into their account, as the service says. */
async function waysInto(service: Service, key: SubscriberKey): ReturnType<typeof accountSecurity.parseAsync> {
  const { accessToken } = await service.api.signIn(await service.api.subscriber(key));
  const { body } = await service.api.call('GET', accounts.security.path, { token: accessToken });
  await service.api.signOut(accessToken);
  return accountSecurity.parseAsync(body);
}

for (const [feature, network] of [
  ['S02', 'vk'],
  ['S03', 'ok'],
  ['S04', 'facebook'],
] as const) {
  test(`[${feature}][S29] a new person comes through ${networkNames[network]}, links their contract, and comes back`, async ({
    launch,
    outside,
    person,
    service,
  }) => {
    const program = await launch({ operatorUrl: service.origin });
    const { page } = program;
    const social = new SocialPage(page);
    const cabinet = new CabinetPage(page);
    const completion = new CompletionPage(page);
    await social.begin(network);
    const first = new NetworkTab(await person.follow());
    await first.confirm(people[network]);

    await completion.heading.waitFor();
    await expect(cabinet.toContract).toHaveCount(0);
    await cabinet.toSettings.click();
    await expect(cabinet.main).toContainText(people[network].name);
    await cabinet.toOverview.click();
    await completion.send(await spareContract(service));
    await expect(cabinet.toContract).toBeVisible();
    await cabinet.ready();
    await expect(completion.heading).toHaveCount(0);
    const title = await cabinet.heading.innerText();
    await cabinet.signOut.click();

    await expect(new SignInPage(page).heading).toHaveText('Sign in');
    await social.begin(network);
    const second = new NetworkTab(await person.follow());
    await second.confirm(people[network]);
    await cabinet.ready();
    await expect(cabinet.heading).toHaveText(title);
    await expect(completion.heading).toHaveCount(0);

    const back = [first, second].map(({ tab }) => new URL(tab.url()));
    const asked = outside.addresses.map((address) => new URL(address).searchParams);
    for (const { hostname, pathname } of back) expect([hostname, pathname]).toEqual(['127.0.0.1', '/callback']);
    const secrets = [
      ...back.map(({ searchParams }) => ({ name: 'code', value: searchParams.get('code') ?? '' })),
      ...asked.map((parameters) => ({ name: 'state', value: parameters.get('state') ?? '' })),
      ...asked.map((parameters) => ({ name: 'challenge', value: parameters.get('code_challenge') ?? '' })),
    ];
    expect(new Set(secrets.map(({ value }) => value)).size).toBe(6);
    for (const { value } of secrets) expect(value.length).toBeGreaterThanOrEqual(43);
    expect(asked.map((parameters) => parameters.get('code_challenge_method'))).toEqual(['S256', 'S256']);
    await program.close();
    expect(searchBytes(Buffer.from(program.logs()), 'logs', secrets)).toEqual([]);
    expect(searchBytes(Buffer.from(service.output.text), 'log of the service', secrets)).toEqual([]);
    expect(await searchFolder(program.profile, secrets)).toEqual([]);
  });
}

test('[S02][S03][S04] the networks stand in the profile’s order, and wait for the choice of the computer', async ({
  launch,
  outside,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const social = new SocialPage(page);
  await expect(social.ways).toHaveText([/VKontakte/, /Odnoklassniki/, /Facebook/]);
  // Refused buttons stay within reach of the mouse; only the driver would wait for them.
  await social.way('vk').click({ force: true });
  await expect(social.way('vk')).toHaveAttribute('aria-disabled', 'true');
  await expect(social.heading).toHaveText('Sign in');
  await new SignInPage(page).shared.click();
  await expect(social.way('vk')).not.toHaveAttribute('aria-disabled', 'true');
  expect(outside.addresses).toEqual([]);
});

test('[S02][S29] an address that has an account: its password first, and from then on the network alone', async ({
  launch,
  mailbox,
  person,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const title = expectedTitle(await service.api.overviewOf('healthy'));
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  const cabinet = new CabinetPage(page);
  await social.begin('vk');
  await new NetworkTab(await person.follow()).confirm(marina);

  await expect(social.heading).toHaveText('An account with this address exists');
  await expect(page.getByText(who.email)).toBeVisible();
  await expect(social.password).toBeFocused();
  expect(await callBridge(page, 'session', 'status', [])).toEqual(nobody);
  expect((await waysInto(service, 'healthy')).identities).toEqual([]);

  await social.link.click();
  await expect(page.getByText('Enter your password.')).toBeVisible();
  await social.password.fill(marina.password);
  await social.link.click();
  await expect(social.alert).toContainText(errors['sign-in-failed'].happened);
  await expect(social.alert).toContainText('4 tries left');
  expect(await callBridge(page, 'session', 'status', [])).toEqual(nobody);
  expect((await waysInto(service, 'healthy')).identities).toEqual([]);

  await social.password.fill(who.password);
  await social.link.click();
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toBe(title);
  expect((await waysInto(service, 'healthy')).identities).toMatchObject([{ provider: 'vk', name: marina.name }]);
  // The owner is told, whoever it was, in the language of the account.
  expect((await mailbox.letter(who.email)).text).toContain('ВКонтакте');

  await cabinet.signOut.click();
  await social.begin('vk');
  await new NetworkTab(await person.follow()).confirm(marina);
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toBe(title);
});

test('[S02][S29] whoever turns away from that password has linked nothing, and is asked again', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  for (const leave of [(): Promise<void> => social.back.click(), (): Promise<void> => page.keyboard.press('Escape')]) {
    await social.begin('vk');
    await new NetworkTab(await person.follow()).confirm(marina);
    await expect(social.heading).toHaveText('An account with this address exists');
    await leave();
    await expect(social.heading).toHaveText('Sign in');
    // What waited in main is forgotten: nobody who comes after can answer it.
    expect(await callBridge(page, 'session', 'confirmLink', [{ password: 'any at all' }])).toEqual({
      ok: false,
      failure: { code: 'identity-ticket-expired' },
    });
  }
  expect((await waysInto(service, 'healthy')).identities).toEqual([]);
});

test('[S04][S29] an address that the network has not confirmed takes over no account', async ({
  launch,
  person,
  service,
}) => {
  const who = await service.api.subscriber('running-out');
  expect(who.email).toBe('ilya.gromov@example.ru');
  const { contract } = await service.api.overviewOf('running-out');
  const { page } = await launch({ operatorUrl: service.origin });
  await new SocialPage(page).begin('facebook');
  await new NetworkTab(await person.follow()).confirm(ilya);
  await new CompletionPage(page).heading.waitFor();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({
    value: { state: 'signed-in', account: { name: ilya.name, email: null, contracts: [] } },
  });
  expect(await callBridge(page, 'overview', 'get', [{ contractNumber: contract.number }])).toMatchObject({ ok: false });
  expect(await page.content()).not.toContain(contract.number);
  expect(await waysInto(service, 'running-out')).toMatchObject({ email: who.email, identities: [] });
});

test('[S02][S29] access denied at the network is told as that, and the second try goes through', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('vk');
  const tab = new NetworkTab(await person.follow());
  await tab.signIn(people.vk);
  await tab.deny.click();
  await expect(tab.heading).toHaveText('You can close this tab');
  await expect(social.heading).toHaveText('Signing in through VKontakte did not work');
  await expect(social.alert).toContainText(errors['provider-denied'].happened);
  await expect(social.alert).toContainText(errors['provider-denied'].todo);

  await social.tryAgain.click();
  await expect(social.heading).toHaveText('Go on in your browser');
  await new NetworkTab(await person.follow()).confirm(people.vk);
  await new CompletionPage(page).heading.waitFor();
});

test('[S03][S29] a wrong password at the network is the network’s to tell; the right one goes on', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('ok');
  const tab = new NetworkTab(await person.follow());
  await tab.signIn({ login: people.ok.login, password: people.vk.password });
  await expect(tab.alert).toContainText('not right');
  await expect(social.heading).toHaveText('Go on in your browser');
  await tab.confirm(people.ok);
  await new CompletionPage(page).heading.waitFor();
});

test('[S02][S29] a network that is down is told, before its page and after it', async ({ launch, person, service }) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  const told = async (): Promise<void> => {
    await expect(social.heading).toHaveText('Signing in through VKontakte did not work');
    await expect(social.alert).toContainText(errors['provider-unavailable'].happened);
    expect(await callBridge(page, 'session', 'status', [])).toEqual(nobody);
  };
  await service.console.providerDown('vk', true);
  await social.begin('vk');
  const tab = await person.follow();
  await expect(tab.getByRole('heading', { name: 'You can close this tab' })).toBeVisible();
  await told();

  // The other networks are not down with it.
  await social.otherWay.click();
  await social.begin('ok');
  await expect(new NetworkTab(await person.follow()).heading).toHaveText('Sign in');
  await social.cancel.click();

  await service.console.providerDown('vk', false);
  await social.begin('vk');
  const again = new NetworkTab(await person.follow());
  await again.signIn(people.vk);
  await service.console.providerDown('vk', true);
  const refused = again.tab.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await again.allow.click();
  await refused;
  await expect(social.heading).toHaveText('Go on in your browser');
  await service.console.providerDown('vk', false);
  await again.tab.close();
  await social.openAgain.click();
  await new NetworkTab(await person.follow()).confirm(people.vk);
  await new CompletionPage(page).heading.waitFor();
});

test('[S02][S29] the browser closed half-way: the program waits, and shows the page once more', async ({
  launch,
  outside,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('vk');
  const first = new NetworkTab(await person.follow());
  await first.signIn(people.vk);
  await first.tab.close();
  await expect(social.heading).toHaveText('Go on in your browser');
  await expect(page.getByRole('status')).toContainText('Waiting for VKontakte');
  await social.openAgain.click();
  const again = new NetworkTab(await person.follow());
  expect(outside.addresses[1]).toBe(outside.addresses[0]);
  await again.confirm(people.vk);
  await new CompletionPage(page).heading.waitFor();
});

test('[S02][S29] called off: the sign-in stands again, and the tabs of before lead nowhere', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('vk');
  const tab = new NetworkTab(await person.follow());
  await tab.signIn(people.vk);
  await social.cancel.click();
  await expect(social.heading).toHaveText('Sign in');
  await expect(social.alert).toHaveCount(0);
  const refused = tab.tab.waitForEvent('requestfailed', (request) => request.url().startsWith('http://127.0.0.1'));
  await tab.allow.click();
  expect(new URL((await refused).url()).pathname).toBe('/callback');
  expect(await callBridge(page, 'session', 'status', [])).toEqual(nobody);
  await expect(social.heading).toHaveText('Sign in');
});

test('[S02][S03][S29] two sign-ins at once: the second counts, the first leads nowhere', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('vk');
  const first = new NetworkTab(await person.follow());
  await first.signIn(people.vk);
  await page.keyboard.press('Escape');
  await social.begin('ok');
  const second = new NetworkTab(await person.follow());

  const refused = first.tab.waitForEvent('requestfailed', (request) => request.url().includes('/callback'));
  await first.allow.click();
  await refused;
  await expect(social.heading).toHaveText('Go on in your browser');
  await second.confirm(people.ok);
  await new CompletionPage(page).heading.waitFor();
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({
    value: { account: { name: people.ok.name } },
  });
});

test('[S02][S29] an answer that is forged is not taken, and one that comes twice changes nothing', async ({
  launch,
  outside,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const social = new SocialPage(page);
  await social.begin('vk');
  const tab = new NetworkTab(await person.follow());
  const asked = new URL(outside.addresses[0] ?? '').searchParams;
  const callback = asked.get('redirect_uri') ?? '';
  for (const query of [
    `code=${'a'.repeat(43)}&state=${'b'.repeat(43)}`,
    `code=${'a'.repeat(43)}`,
    `error=access_denied&state=${'b'.repeat(43)}`,
    '',
  ]) {
    const forged = await person.visit(`${callback}?${query}`);
    await expect(forged.getByRole('heading', { level: 1 })).toHaveText('This answer was not taken');
    await forged.close();
    await expect(social.heading).toHaveText('Go on in your browser');
  }

  await tab.confirm(people.vk);
  await new CompletionPage(page).heading.waitFor();
  const before = await callBridge(page, 'session', 'status', []);
  await tab.tab.reload();
  await expect(tab.heading).toHaveText('You can close this tab');
  const other = new URL(tab.tab.url());
  other.searchParams.set('code', 'c'.repeat(43));
  const twice = await person.visit(other.href);
  await expect(twice.getByRole('heading', { level: 1 })).toHaveText('You can close this tab');
  expect(await callBridge(page, 'session', 'status', [])).toEqual(before);

  // The code was good once: at the service it opens nothing any more.
  const spent = await service.api.call('POST', operations.oauth.token.path, {
    body: { grant_type: 'authorization_code', code: new URL(tab.tab.url()).searchParams.get('code') },
  });
  expect(spent.status).toBeGreaterThanOrEqual(400);
});

test('[S02][S29] a browser that does not open is said so, and there is another way', async ({
  launch,
  outside,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin, env: outside.nothingEnv });
  const social = new SocialPage(page);
  await new SignInPage(page).shared.click();
  await social.way('vk').click();
  await expect(social.alert).toContainText(errors['browser-not-opened'].happened);
  await expect(social.alert).toContainText(errors['browser-not-opened'].todo);
  await social.otherWay.click();
  await expect(social.heading).toHaveText('Sign in');
});
