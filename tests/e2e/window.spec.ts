import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ended, end, jsonLine, Output } from '#tests/child.ts';
import { electronExecutable } from '#tests/electron.ts';
import { expect, test } from '#tests/fixtures.ts';
import { projectRoot } from '#tests/paths.ts';
import { profileFiles } from '#tests/profile-files.ts';
import { startOf } from '#tests/program.ts';

test('[S09] the window reopens at its previous place, or on an existing screen if that place is gone', async ({
  launch,
  sharedService,
}) => {
  const first = await launch({ operatorUrl: sharedService.origin });
  const wanted = { x: 60, y: 70, width: 1100, height: 760 };
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, wanted);
  const boundsOf = (program: typeof first): Promise<typeof wanted | undefined> =>
    program.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  await expect.poll(() => boundsOf(first)).toEqual(wanted);
  await first.close();
  const second = await launch({ operatorUrl: sharedService.origin });
  expect(await boundsOf(second)).toEqual(wanted);
  await second.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 40, width: 300, height: 200 });
  });
  const smallest = await boundsOf(second);
  expect(smallest?.width).toBeGreaterThanOrEqual(900);
  expect(smallest?.height).toBeGreaterThanOrEqual(600);
  await second.close();
  const file = path.join(second.profile, profileFiles.boot);
  const stored = JSON.parse(await readFile(file, 'utf8')) as { window: object };
  await writeFile(file, JSON.stringify({ ...stored, window: { ...stored.window, x: 9000, y: 9000 } }));
  const third = await launch({ operatorUrl: sharedService.origin });
  const place = await boundsOf(third);
  const area = await third.app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
  expect(place?.x).toBeGreaterThanOrEqual(area.x);
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(area.x + area.width);
  expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(area.y + area.height);
});

test('[S30] a second instance brings the first window to the front and exits', async ({
  launch,
  bus,
  sharedService,
}) => {
  const first = await launch({ operatorUrl: sharedService.origin });
  await first.app.evaluate(({ app, BrowserWindow }) => {
    const seen = globalThis as unknown as { secondInstances?: number };
    // Evaluated again if the driver lost the first result; only one listener is added.
    if (seen.secondInstances === undefined) {
      seen.secondInstances = 0;
      app.on('second-instance', () => (seen.secondInstances = (seen.secondInstances ?? 0) + 1));
    }
    BrowserWindow.getAllWindows()[0]?.minimize();
  });
  const { args, env } = startOf({ bus, profile: first.profile, operatorUrl: sharedService.origin });
  const second = spawn(electronExecutable(), args, { env, cwd: projectRoot, stdio: 'ignore' });
  const late = setTimeout(() => void end(second, 'SIGKILL'), 20_000);
  expect((await ended(second)).code).toBe(0);
  clearTimeout(late);
  await expect
    .poll(() => first.app.evaluate(() => (globalThis as unknown as { secondInstances: number }).secondInstances))
    .toBe(1);
  await expect
    .poll(() => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
  expect(first.app.windows()).toHaveLength(1);
});

test('[S30] `--smoke` signs in by itself, writes a picture of the dashboard and exits with 0', async ({
  bus,
  profile,
}) => {
  const picture = path.join(profile, 'dashboard.png');
  const report = path.join(profile, 'startup.json');
  const { args, env } = startOf({
    bus,
    profile,
    args: ['--smoke', `--screenshot=${picture}`, `--startup-report=${report}`],
  });
  const child = spawn(electronExecutable(), args, { env, cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = new Output(child.stdout, child.stderr);
  const late = setTimeout(() => void end(child, 'SIGKILL'), 50_000);
  const { code } = await ended(child);
  clearTimeout(late);
  expect(code, output.text).toBe(0);
  const told = output.lines.map(jsonLine).find((line) => line?.['smoke'] !== undefined);
  expect(told).toMatchObject({ smoke: 'dashboard', screenshot: picture });
  const bytes = await readFile(picture);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(20_000);
  const { phases } = JSON.parse(await readFile(report, 'utf8')) as { phases: Record<string, number> };
  expect(phases['overview-usable']).toBeGreaterThan(phases['main-loaded'] ?? Number.POSITIVE_INFINITY);
});
