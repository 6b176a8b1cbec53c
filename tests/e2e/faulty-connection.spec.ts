import type { Fault } from '#tests/fault-proxy.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge, inPage } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { money, plain, words } from '#tests/words.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';

const errors = words.en.errors;
const overviews = (request: { url: string }): boolean => request.url.includes('/overview');

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly codes: readonly ErrorCode[];
}

const cases: readonly Case[] = [
  { name: 'a 500', fault: { kind: 'status', status: 500 }, codes: ['service-failed', 'service-answer-invalid'] },
  {
    name: 'a 503',
    fault: { kind: 'status', status: 503, retryAfterSeconds: 1 },
    codes: ['service-unavailable', 'service-failed'],
  },
  {
    name: 'a 502 with a page of a gateway',
    fault: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
    codes: ['service-failed', 'service-unavailable', 'service-unreachable', 'service-answer-invalid'],
  },
  {
    name: 'a 429',
    fault: { kind: 'status', status: 429, retryAfterSeconds: 1 },
    codes: ['too-many-requests', 'service-unavailable'],
  },
  {
    name: 'an answer cut in the middle',
    fault: { kind: 'cut-mid-body' },
    codes: ['service-unreachable', 'service-answer-invalid'],
  },
  { name: 'an answer that is lost', fault: { kind: 'lose-answer' }, codes: ['service-unreachable'] },
  {
    name: 'an answer of another form',
    fault: { kind: 'status', status: 200, body: '{"balanceKopecks":1}' },
    codes: ['service-answer-invalid'],
  },
];

for (const { name, fault, codes } of cases) {
  test(`[S09] ${name} leaves the cached figures with their time and an error number`, async ({
    launch,
    service,
    faultyLine,
  }) => {
    const { page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const title = plain(await cabinet.heading.innerText());
    const { contract } = await service.api.overviewOf('healthy');
    faultyLine.set(fault, overviews);
    const answer = (await callBridge(page, 'overview', 'get', [{ contractNumber: contract.number }])) as {
      ok: boolean;
      value?: { freshness: { kind: string; because?: string } };
    };
    expect(answer.ok).toBe(true);
    expect(answer.value?.freshness.kind).toBe('cached');
    expect(codes).toContain(answer.value?.freshness.because);
    // An event makes the screen reload, and the request meets the same fault.
    await service.console.topUp(contract.number, 12_300);
    await expect(page.getByText(/Figures as of/)).toBeVisible({ timeout: 20_000 });
    expect(plain(await cabinet.heading.innerText())).toBe(title);
    faultyLine.heal();
    await service.console.topUp(contract.number, 100);
    const after = await service.api.overviewOf('healthy');
    await expect
      .poll(async () => plain(await cabinet.main.innerText()), { timeout: 20_000 })
      .toContain(money(after.balanceKopecks));
    await expect(page.getByText(/Figures as of/)).toHaveCount(0);
  });
}

test("[S09] a slow response shows the page's skeleton, and the page stays responsive", async ({
  launch,
  service,
  faultyLine,
}) => {
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  faultyLine.set({ kind: 'delay', ms: 3000 }, overviews);
  await inPage(
    page,
    `globalThis.longTasks = [];
     new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask', buffered: false });`,
  );
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.toOverview.waitFor();
  await expect(page.locator('[aria-busy="true"]').first()).toBeVisible();
  await expect(cabinet.toSettings).toBeEnabled();
  const overview = await service.api.overviewOf('healthy');
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
  const longest = Math.max(0, ...(await inPage<number[]>(page, 'return globalThis.longTasks')));
  expect(longest).toBeLessThan(400);
});

test('[S09] a request without a response times out with a message', async ({ launch, service, faultyLine }) => {
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const { contract } = await service.api.overviewOf('healthy');
  faultyLine.set({ kind: 'silence' }, overviews);
  const answer = (await callBridge(page, 'overview', 'get', [{ contractNumber: contract.number }])) as {
    value?: { freshness: { kind: string; because?: string } };
  };
  expect(answer.value?.freshness).toMatchObject({ kind: 'cached', because: 'service-timeout' });
  faultyLine.heal();
  await expect(cabinet.heading).toBeVisible();
});

test('[S06] a sign-in with a lost response is reported and can be retried', async ({ launch, service, faultyLine }) => {
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  const form = new SignInPage(page);
  const who = await service.api.subscriber('healthy');
  faultyLine.set({ kind: 'lose-answer' }, (request) => request.method === 'POST');
  await form.signIn(who, 'shared');
  await expect(form.alert).toContainText(errors['service-unreachable'].happened);
  await expect(form.email).toHaveValue(who.email);
  await expect(form.shared).toBeChecked();
  faultyLine.heal();
  await expect(form.submit).not.toHaveAttribute('aria-disabled', 'true', { timeout: 20_000 });
  await form.submit.click();
  await new CabinetPage(page).ready();
});

test('[S29] neither a 403 nor a lost connection signs the user out', async ({ launch, service, faultyLine }) => {
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const { contract } = await service.api.overviewOf('healthy');
  for (const status of [403, 500, 503, 401]) {
    // A bare status from an intermediary (a captive portal) says nothing about the session.
    faultyLine.set({ kind: 'status', status, body: '<html></html>' }, (request) => !request.url.startsWith('/health'));
    await callBridge(page, 'overview', 'get', [{ contractNumber: contract.number }]);
    await expect(cabinet.toOverview).toBeVisible();
    expect(await callBridge(page, 'session', 'status', [])).toMatchObject({ value: { state: 'signed-in' } });
  }
  faultyLine.heal();
});
