import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '#tests/fixtures.ts';
import { pageOf, type HostilePage, type HostilePayments } from '#tests/hostile-payments.ts';
import { MoneyApi } from '#tests/payments-api.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import type { Service } from '#tests/service.ts';
import { PaymentWindow, TopUpPage, windowTitles } from '#tests/top-up-page.ts';
import { plain } from '#tests/words.ts';

/** How a page redirects its payer. */
const means = {
  redirect: (to: string): HostilePage => ({ status: 302, headers: { location: to } }),
  refresh: (to: string): HostilePage => pageOf(`<meta http-equiv="refresh" content="0;url=${to}">`),
  script: (to: string): HostilePage => pageOf(`<script>location.href = ${JSON.stringify(to)}</script>`),
  link: (to: string): HostilePage => pageOf(`<a id="a" href="${to}">On</a><script>document.all.a.click()</script>`),
  form: (to: string): HostilePage =>
    pageOf(`<form id="f" method="post" action="${to}"></form><script>document.all.f.submit()</script>`),
} as const;
type Means = keyof typeof means;

interface Places {
  readonly page: string;
  readonly returnUrl: string;
  /** A real second server. */
  readonly elsewhere: string;
}

const port = (origin: string): string => new URL(origin).port;
const back = ({ returnUrl }: Places): URL => new URL(returnUrl);

/** The targets and means by which a page tries to navigate the window itself. */
const leading: readonly (readonly [name: string, to: (places: Places) => string, by: readonly Means[]])[] = [
  [
    'another port of this machine',
    ({ elsewhere }) => `${elsewhere}/pay`,
    ['redirect', 'refresh', 'script', 'link', 'form'],
  ],
  [
    'a host that begins as the page’s',
    ({ page }) => `http://127.0.0.1.evil.test:${port(page)}/`,
    ['redirect', 'script'],
  ],
  ['another name of this machine', ({ page }) => `http://localhost:${port(page)}/pay/x`, ['redirect', 'link']],
  [
    'the page’s host as a user’s name',
    ({ page, elsewhere }) => `http://${new URL(page).hostname}@${new URL(elsewhere).host}/`,
    ['redirect', 'script'],
  ],
  ['the page’s own host with a user’s name', ({ page }) => `http://user:word@${new URL(page).host}/pay/x`, ['script']],
  ['the operator’s service itself', (places) => `${back(places).origin}/v1/payments`, ['redirect', 'form']],
  ['below the way back', (places) => `${back(places).origin}${back(places).pathname}/x`, ['redirect', 'script']],
  ['beside the way back', (places) => `${back(places).origin}${back(places).pathname}s`, ['link']],
  ['a share of the network', () => 'smb://evil.test/share', ['redirect', 'script', 'link']],
  ['this program by its own scheme', () => 'plus-cabinet://sign-in?token=x', ['redirect', 'script', 'link']],
  ['a program with holes', () => 'ms-msdt:/id%20PCWDiagnostic', ['redirect', 'script', 'link']],
  ['a file, by a redirect', () => 'file:///etc/passwd', ['redirect']],
  ['data, by a redirect', () => 'data:text/html,Pay', ['redirect']],
  ['a letter', () => 'mailto:a@evil.test', ['script', 'form']],
];

/** All requests of web pages other than the program's own, and their downloads. */
async function watchPages(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ app: program }) => {
    const visited: string[] = [];
    Object.assign(globalThis, { visitedByPages: visited });
    program.on('web-contents-created', (_event, contents) => {
      contents.on('did-frame-navigate', (_navigated, url) => {
        visited.push(url);
      });
    });
    program.on('session-created', (session) => {
      session.on('will-download', (_download, item) => {
        item.once('done', (_done, state) => {
          if (state === 'completed') visited.push(`downloaded ${item.getFilename()}`);
        });
      });
    });
  });
  return () => app.evaluate(() => (globalThis as unknown as { visitedByPages: string[] }).visitedByPages);
}

async function toTopUp(program: Program, service: Service): Promise<TopUpPage> {
  await new SignInPage(program.page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(program.page).ready();
  const topUp = new TopUpPage(program.page);
  await topUp.open();
  return topUp;
}

/** Pages shown in the payment window: only those of the payment system. */
function isOwn(system: HostilePayments): (url: string) => boolean {
  return (url) => url.startsWith(`${system.origin}/pay/`) || url === 'about:blank' || url === '';
}

for (const [by, make] of Object.entries(means) as [Means, (typeof means)[Means]][]) {
  test(`[S16][S29] a payment page that redirects by ${by} is blocked, and the payment is checked`, async ({
    launch,
    serve,
    hostilePayments: system,
    outside,
    sink,
  }) => {
    test.slow();
    const service = await serve({ env: system.env });
    const before = await service.api.overviewOf('healthy');
    const program = await launch({ operatorUrl: service.origin });
    const visited = await watchPages(program.app);
    const topUp = await toTopUp(program, service);
    const main = async (): Promise<string> => plain(await program.page.getByRole('main').innerText());
    for (const [name, to] of leading.filter((row) => row[2].includes(by))) {
      await test.step(name, async () => {
        const asked = system.asked.length;
        system.page = (returnUrl) => make(to({ page: system.origin, returnUrl, elsewhere: sink.origin }));
        await topUp.fillAmount('425.50');
        await topUp.toPage.click();
        await expect(topUp.state('Checking with the bank: do not pay again')).toBeVisible();
        await expect.poll(main).toContain('wanted to lead to an address that does not belong to it, so it was closed.');
        expect(await main()).toContain('Whether 425.50 ₽ were confirmed before is being asked.');
        await expect(topUp.button('Open the page again')).toHaveCount(0);
        await expect.poll(() => system.asked.length).toBeGreaterThan(asked);
        await expect.poll(async () => (await windowTitles(program.app)).length).toBe(1);
        await topUp.button('Call it off').click();
        await topUp.button('Pay again').click();
      });
    }
    expect((await visited()).filter((url) => !isOwn(system)(url))).toEqual([]);
    expect(outside.addresses).toEqual([]);
    expect(sink.visits).toEqual([]);
    expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(before.balanceKopecks);
    program.expectFaults(/Not allowed to|violates|Failed to load/);
  });
}

/** Actions of a page that does not navigate; all must be without effect. */
const staying = (elsewhere: string, origin: string): string => `
  <iframe name="inner"></iframe><a id="save" href="/download" download="bill.exe">Save</a>
  <a href="${elsewhere}/" target="_blank">Look</a> <a href="ms-msdt:/id">Go on</a>
  <form id="f" method="post" target="inner"></form>
  <script type="module">
    const told = { popUps: 0, permissions: {} };
    const targets = ['file:///etc/passwd', 'data:text/html,Pay', 'blob:${origin}/00000000-0000-0000-0000-000000000000',
      'smb://evil.test/x', 'plus-cabinet://sign-in?token=x', 'ms-msdt:/id', '${elsewhere}/', 'mailto:a@evil.test',
      'javascript:void 0', 'about:blank', '/pay/x'];
    for (const target of targets) {
      for (const name of ['_blank', 'other']) if (window.open(target, name) !== null) told.popUps += 1;
      const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' });
      document.body.append(link);
      link.click();
    }
    for (const target of ['file:///etc/passwd', 'smb://evil.test/x', 'plus-cabinet://sign-in?token=x', 'ms-msdt:/id',
      '${elsewhere}/frame', 'mailto:a@evil.test']) {
      document.body.append(Object.assign(document.createElement('iframe'), { src: target }));
      const form = document.all.f;
      form.action = target;
      form.submit();
    }
    document.all.save.click();
    document.body.append(Object.assign(document.createElement('iframe'), { src: '/download' }));
    document.body.append(Object.assign(document.createElement('img'), { src: '${elsewhere}/picture' }));
    const tried = async (name, run) => {
      const unanswered = new Promise((resolve) => setTimeout(resolve, 2000, 'unanswered'));
      const answer = run().then(String, () => 'denied');
      told.permissions[name] = await Promise.race([answer, unanswered]);
    };
    await tried('elsewhere', () => fetch('${elsewhere}/fetch', { method: 'POST', mode: 'no-cors', body: 'x' }));
    await tried('notification', () => Notification.requestPermission());
    await tried('microphone', () => navigator.mediaDevices.getUserMedia({ audio: true }));
    await tried('place', () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(() => yes('got'), no)));
    await tried('clipboard', () => navigator.clipboard.readText());
    // For promises that Chromium never settles, the action must be without effect.
    document.documentElement.requestFullscreen().catch(() => undefined);
    await tried('screen', () => navigator.mediaDevices.getDisplayMedia());
    told.wholeScreen = document.fullscreenElement !== null;
    told.inside = [typeof require, typeof process, typeof window.cabinet].join();
    await fetch('/told', { method: 'POST', body: JSON.stringify(told) });
  </script>`;

test('[S16][S29] a payment page that opens windows, downloads, embeds and requests permissions gets nothing, and stays open', async ({
  launch,
  serve,
  hostilePayments: system,
  outside,
  sink,
}) => {
  const service = await serve({ env: system.env });
  const program = await launch({ operatorUrl: service.origin });
  program.expectFaults(/./);
  const visited = await watchPages(program.app);
  const topUp = await toTopUp(program, service);
  system.page = () => pageOf(staying(sink.origin, system.origin));
  await topUp.fillAmount('425.50');
  const pay = await PaymentWindow.opened(program, () => topUp.toPage.click());
  await expect.poll(() => system.told).toHaveLength(1);
  expect(system.told[0]).toEqual({
    popUps: 0,
    permissions: {
      elsewhere: 'denied',
      notification: 'denied',
      microphone: 'denied',
      place: 'denied',
      clipboard: 'denied',
      screen: 'denied',
    },
    wholeScreen: false,
    inside: 'undefined,undefined,undefined',
  });
  // The same by a real click of the payer, which Chromium trusts more.
  await pay.page.getByRole('link', { name: 'Save' }).click();
  await pay.page.getByRole('link', { name: 'Look' }).click();
  expect(await windowTitles(program.app)).toHaveLength(2);
  const full = await program.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isFullScreen()),
  );
  expect(full).toBe(false);
  const leave = pay.page.getByRole('link', { name: 'Go on' }).click();
  // The window may close before the click resolves.
  await Promise.all([pay.gone(), leave.catch(() => undefined)]);
  await expect(topUp.state('Checking with the bank: do not pay again')).toBeVisible();
  await expect
    .poll(async () => plain(await program.page.getByRole('main').innerText()))
    .toContain('wanted to lead to an address that does not belong to it');
  const pages = await visited();
  expect(pages.some((url) => url.startsWith(`${system.origin}/pay/`))).toBe(true);
  expect(pages.filter((url) => !isOwn(system)(url) && !url.startsWith('chrome-error:'))).toEqual([]);
  expect(outside.addresses).toEqual([]);
  expect(sink.visits).toEqual([]);
  const [payment] = await new MoneyApi(service.api).payments('healthy');
  expect(payment).toMatchObject({ status: 'pending', entryId: null });
});
