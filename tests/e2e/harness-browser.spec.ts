import { registrations } from '#protocol/api/sign-in.ts';
import { callBridge } from '#tests/in-page.ts';
import { expect, test } from '#tests/fixtures.ts';

const open = (page: Parameters<typeof callBridge>[0], target: string): Promise<unknown> =>
  callBridge(page, 'links', 'open', [{ target }]);

test('[S29] addresses that the program opens outside are recorded, and not opened on the desktop', async ({
  launch,
  outside,
  sharedService,
}) => {
  const { page } = await launch({ operatorUrl: sharedService.origin });
  const { links, hotline } = (await sharedService.api.call('GET', '/v1/profile')).body as {
    links: { site: string };
    hotline: { dial: string };
  };
  expect(await open(page, 'site')).toEqual({ ok: true, value: null });
  expect(new URL(await outside.next()).href).toBe(new URL(links.site).href);
  expect(await open(page, 'hotline')).toEqual({ ok: true, value: null });
  expect(await outside.next()).toBe(`tel:${hotline.dial}`);
  expect(outside.addresses).toHaveLength(2);
});

test('[S29] the demo’s mailbox opens in a real browser', async ({ launch, person, service }) => {
  const { page } = await launch({ operatorUrl: service.origin });
  expect(await open(page, 'demo-mailbox')).toEqual({ ok: true, value: null });
  const tab = await person.follow();
  expect(tab.url()).toBe(`${service.origin}/console/mailbox`);
  await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
});

test('[S29] a system without an opener is reported', async ({ launch, outside, sharedService }) => {
  const { page } = await launch({ operatorUrl: sharedService.origin, env: outside.nothingEnv });
  expect(await open(page, 'site')).toEqual({ ok: false, failure: { code: 'link-refused' } });
  expect(outside.addresses).toEqual([]);
});

test('[S01][S29] from an e-mail through its web page to the form in the program', async ({
  launch,
  mailbox,
  openLink,
  person,
  service,
}) => {
  const program = await launch({ operatorUrl: service.origin });
  const email = 'rig@example.org';
  const password = 'a sentence nobody guesses';
  const asked = await service.api.call('POST', registrations.create.path, {
    body: { email, password, advertisingConsent: false, consentTextVersion: '1', language: 'en' },
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  const { link, deepLink, letter } = await mailbox.linkTo(email, 'registration');
  expect(letter.language).toBe('en');
  const tab = await person.visit(link);
  expect(await person.deepLink(tab)).toBe(deepLink);
  expect(tab.url()).not.toContain('#');
  await openLink(deepLink);
  await expect
    .poll(() => callBridge(program.page, 'linkForms', 'current', []))
    .toEqual({ ok: true, value: 'confirm-registration' });
  const answer = await callBridge(program.page, 'registration', 'confirm', [{ password, computer: 'shared' }]);
  expect(answer).toMatchObject({ ok: true, value: { step: 'signed-in', status: { account: { email } } } });
  expect(await callBridge(program.page, 'linkForms', 'current', [])).toEqual({ ok: true, value: null });
});
