import type { Page } from '@playwright/test';
import { callBridge } from '#tests/in-page.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expect, test } from '#tests/fixtures.ts';

/** The made-up people of the networks; see the demo box on each network's page. */
const people = {
  vk: { login: 'artem.belov', password: 'river-stones-vk', name: 'Артём Белов' },
  ok: { login: 'galina.orlova', password: 'apple-garden-ok', name: 'Галина Орлова' },
  facebook: { login: 'elsa.lind', password: 'midsummer-fb', name: 'Elsa Lind' },
} as const;
type Network = keyof typeof people;

const begin = (page: Page, provider: Network): Promise<unknown> =>
  callBridge(page, 'session', 'signInThrough', [{ provider, computer: 'shared' }]);

async function signInAt(tab: Page, network: Network): Promise<void> {
  await tab.getByRole('textbox', { name: 'Login' }).fill(people[network].login);
  await tab.getByLabel('Password').fill(people[network].password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}

for (const [feature, network] of [
  ['S02', 'vk'],
  ['S03', 'ok'],
  ['S04', 'facebook'],
] as const) {
  test(`[${feature}][S29] through the browser to ${network} and back: a session, and no code or state is left`, async ({
    launch,
    outside,
    person,
    service,
  }) => {
    const program = await launch({ operatorUrl: service.origin });
    const answer = begin(program.page, network);
    const tab = await person.follow();
    await signInAt(tab, network);
    await tab.getByRole('button', { name: 'Allow' }).click();
    await expect(tab.getByRole('heading', { name: 'You can close this tab' })).toBeVisible();
    expect(await answer).toMatchObject({
      ok: true,
      value: { step: 'signed-in', status: { state: 'signed-in', account: { name: people[network].name } } },
    });

    const back = new URL(tab.url());
    expect(back.hostname).toBe('127.0.0.1');
    expect(back.pathname).toBe('/callback');
    const asked = new URL(outside.addresses[0] ?? '').searchParams;
    const secrets = [
      { name: 'code', value: back.searchParams.get('code') ?? '' },
      { name: 'state', value: asked.get('state') ?? '' },
      { name: 'challenge', value: asked.get('code_challenge') ?? '' },
    ];
    for (const { value } of secrets) expect(value.length).toBeGreaterThanOrEqual(43);
    await program.close();
    expect(searchBytes(Buffer.from(program.logs()), 'logs', secrets)).toEqual([]);
    expect(await searchFolder(program.profile, secrets)).toEqual([]);
  });
}

test('[S02][S29] access denied at the network is told as that', async ({ launch, person, service }) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const answer = begin(page, 'vk');
  const tab = await person.follow();
  await signInAt(tab, 'vk');
  await tab.getByRole('button', { name: 'Deny' }).click();
  expect(await answer).toEqual({ ok: false, failure: { code: 'provider-denied' } });
  await expect(tab.getByRole('heading', { name: 'You can close this tab' })).toBeVisible();
});

test('[S02][S29] the page is shown once more, and called off: the tabs of before lead nowhere', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const answer = begin(page, 'vk');
  await person.follow();
  expect(await callBridge(page, 'session', 'showBrowser', [])).toEqual({ ok: true, value: null });
  const again = await person.follow();
  await signInAt(again, 'vk');
  expect(await callBridge(page, 'session', 'cancelSignIn', [])).toMatchObject({ value: { state: 'signed-out' } });
  expect(await answer).toEqual({ ok: false, failure: { code: 'provider-timeout' } });
  const refused = again.waitForEvent('requestfailed', (request) => request.url().startsWith('http://127.0.0.1'));
  await again.getByRole('button', { name: 'Allow' }).click();
  expect(new URL((await refused).url()).pathname).toBe('/callback');
  expect(await callBridge(page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-out' } });
});

test('[S02][S03][S29] two sign-ins at once: the second counts, the first is called off', async ({
  launch,
  person,
  service,
}) => {
  const { page } = await launch({ operatorUrl: service.origin });
  const first = begin(page, 'vk');
  await person.follow();
  const second = begin(page, 'ok');
  expect(await first).toEqual({ ok: false, failure: { code: 'provider-timeout' } });
  const tab = await person.follow();
  await signInAt(tab, 'ok');
  await tab.getByRole('button', { name: 'Allow' }).click();
  expect(await second).toMatchObject({ ok: true, value: { status: { account: { name: people.ok.name } } } });
});

test('[S02][S29] a browser that does not open is said so', async ({ launch, outside, service }) => {
  const { page } = await launch({ operatorUrl: service.origin, env: outside.nothingEnv });
  expect(await begin(page, 'vk')).toEqual({ ok: false, failure: { code: 'browser-not-opened' } });
});
