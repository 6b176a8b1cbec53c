import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { end, ended, jsonLine, Output } from '#tests/child.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { projectRoot } from '#tests/paths.ts';
import { embeddedOrigin, embeddedServicePid } from '#tests/service-process.ts';
import { OperatorApi } from '#tests/subscribers.ts';
import { plain, words } from '#tests/words.ts';

/** Bound of the first screen of a fresh profile, on a busy machine too. */
const seeding = { timeout: 60_000 };

test('[S30][S06] a fresh profile starts the embedded service with demo data and three subscribers', async ({
  launch,
}) => {
  const { app, page } = await launch();
  const form = new SignInPage(page);
  // The service seeds its demo data first, with password hashes of full cost.
  await expect(page.getByRole('region', { name: 'Try it as' }).getByRole('button')).toHaveCount(3, seeding);
  const origin = await embeddedOrigin(app);
  const api = new OperatorApi(() => origin);
  expect(Object.keys(await api.subscribers())).toEqual(['healthy', 'running-out', 'blocked']);
  for (const key of ['healthy', 'running-out', 'blocked'] as const) {
    const overview = await api.overviewOf(key);
    expect(overview.reception.state).toBe(key === 'blocked' ? 'blocked' : 'on');
  }
  const who = await api.subscriber('running-out');
  await page.getByRole('button', { name: who.name }).click();
  await form.own.click();
  await form.submit.click();
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(await api.overviewOf('running-out')));
});

test('[S30] the embedded service serves health, OpenAPI 3.1 and the demo console on the loopback interface only', async ({
  launch,
}) => {
  const { app, page } = await launch();
  await expect(page.getByRole('region', { name: 'Try it as' })).toBeVisible(seeding);
  const origin = await embeddedOrigin(app);
  const api = new OperatorApi(() => origin);
  expect(await api.call('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await api.call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  const described = (await api.call('GET', '/openapi.json')).body as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(described.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(described.paths)).toEqual(expect.arrayContaining(['/v1/profile', '/v1/sessions']));
  expect(new URL(origin).hostname).toBe('127.0.0.1');
  expect((await api.call('GET', '/console/clock')).status).toBe(200);
  const foreign = await fetch(`${origin}/console/clock`, { headers: { origin: 'https://evil.example' } });
  expect(foreign.status).toBe(403);
});

test('[S30] a killed embedded service is restarted, and the figures return', async ({ launch }) => {
  const program = await launch();
  const { app, page } = program;
  await expect(page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  const origin = await embeddedOrigin(app);
  const who = await new OperatorApi(() => origin).subscriber('healthy');
  await new SignInPage(page).signIn(who, 'shared');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  const before = plain(await cabinet.heading.innerText());
  const pid = await embeddedServicePid(app);
  process.kill(pid ?? 0, 'SIGKILL');
  await expect(page.getByText(words.en.errors['service-crashed'].happened).first()).toBeVisible();
  await expect.poll(async () => (await embeddedServicePid(app)) ?? pid).not.toBe(pid);
  await expect
    .poll(async () => {
      const again = await embeddedOrigin(app).catch(() => null);
      if (again === null) return 0;
      return new OperatorApi(() => again).call('GET', '/health/ready').then(
        (answer) => answer.status,
        () => 0,
      );
    })
    .toBe(200);
  await cabinet.toSettings.click();
  await cabinet.toOverview.click();
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(before);
  await expect(page.getByText(/Figures as of/)).toHaveCount(0);
});

test('[S30] the embedded service ends with the program, also when the program is killed', async ({ launch }) => {
  const first = await launch();
  await expect(first.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  const closed = (await embeddedServicePid(first.app)) ?? 0;
  await first.close();
  await expect.poll(() => alive(closed)).toBe(false);
  const second = await launch();
  await expect(second.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  const killed = (await embeddedServicePid(second.app)) ?? 0;
  await second.kill();
  await expect.poll(() => alive(killed)).toBe(false);
});

test('[S30] the data of the embedded service survive a restart of the program', async ({ launch }) => {
  const first = await launch();
  await expect(first.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  const at = await embeddedOrigin(first.app);
  const before = await new OperatorApi(() => at).overviewOf('healthy');
  await first.close();
  const second = await launch();
  await expect(second.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  const again = await embeddedOrigin(second.app);
  const after = await new OperatorApi(() => again).overviewOf('healthy');
  expect(after.contract).toEqual(before.contract);
  expect(after.entries.map((entry) => entry.id)).toEqual(before.entries.map((entry) => entry.id));
});

test('[S30] `npm run operator` starts the standalone service with its API reference, and shuts down cleanly', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-operator-'));
  const child = spawn('npm', ['run', '-s', 'operator', '--', '--demo', '--console', '--port', '0', '--data', folder], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = new Output(child.stdout, child.stderr);
  try {
    const origin = await output.waitFor(
      (line) => {
        const value = jsonLine(line);
        return value?.['ready'] === true ? String(value['origin']) : undefined;
      },
      'npm run operator',
      ended(child),
    );
    const api = new OperatorApi(() => origin);
    expect((await api.call('GET', '/health/ready')).status).toBe(200);
    expect(Object.keys(await api.subscribers())).toHaveLength(3);
    const reference = await fetch(`${origin}/docs`);
    expect(reference.status).toBe(200);
    expect(reference.headers.get('content-type')).toContain('text/html');
    // The whole process group, as with Ctrl-C in a terminal.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended(child);
    await expect
      .poll(() =>
        fetch(`${origin}/health/live`).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone');
  } finally {
    await end(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
