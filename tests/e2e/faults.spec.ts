import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { end, ended, Output } from '#tests/child.ts';
import { ageFromTheFuture, contentOf, databaseFile } from '#tests/database-file.ts';
import { electronExecutable } from '#tests/electron.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test } from '#tests/fixtures.ts';
import { freePort } from '#tests/free-port.ts';
import { callBridge } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { day, projectRoot } from '#tests/paths.ts';
import { startOf } from '#tests/program.ts';
import { changeStore, profileFiles, readStore } from '#tests/profile-files.ts';
import { dayName, plain, words } from '#tests/words.ts';

const errors = words.en.errors;

test('[S06] with the service down at the start the window opens, reports it, and recovers by itself', async ({
  launch,
  serve,
}) => {
  const port = await freePort();
  const { page } = await launch({ operatorUrl: `http://127.0.0.1:${port}` });
  const form = new SignInPage(page);
  await expect(form.heading).toHaveText('Sign in');
  await expect(page.getByText(errors['service-unreachable'].happened)).toBeVisible();
  await expect(page.getByText(errors['service-unreachable'].todo)).toBeVisible();
  await form.email.fill('typed.before@example.ru');
  const service = await serve({ port });
  await expect(page.getByText(errors['service-unreachable'].happened)).toHaveCount(0, { timeout: 20_000 });
  // The input is still there.
  await expect(form.email).toHaveValue('typed.before@example.ru');
  await form.signIn(await service.api.subscriber('healthy'), 'shared');
  await new CabinetPage(page).ready();
});

test('[S09][S29] with a kept session and the service down the cached figures are shown with their time', async ({
  launch,
  bus,
  service,
}) => {
  await bus.startKeyring();
  const start = { operatorUrl: service.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(first.page).ready();
  const title = plain(await first.page.getByRole('heading', { level: 1 }).innerText());
  await first.close();
  await service.stop();
  const second = await launch(start);
  const cabinet = new CabinetPage(second.page);
  await cabinet.ready();
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(title);
  await expect(second.page.getByText(/Figures as of/)).toBeVisible();
  await expect(second.page.getByText(errors['service-unreachable'].happened)).toBeVisible();
  await service.start();
  await expect(second.page.getByText(/Figures as of/)).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(async () => plain(await cabinet.heading.innerText())).toBe(title);
});

test('[S30] a port in use is reported, and the service exits with an error', async ({ profile }) => {
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      resolve();
    });
  });
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const child = spawn(
    process.execPath,
    [path.join(projectRoot, 'operator', 'main.ts'), '--demo', '--port', String(port), '--data', profile],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = new Output(child.stdout, child.stderr);
  const { code } = await ended(child);
  taken.close();
  expect(code).not.toBe(0);
  expect(output.text).toMatch(/service-port-taken|EADDRINUSE/);
  expect(output.text).toContain(String(port));
});

test('[S29] damaged settings are set aside and reported, and the program starts with defaults', async ({
  launch,
  profile,
  sharedService,
}) => {
  const start = { operatorUrl: sharedService.origin, keepSettings: true, args: ['--language=en'] };
  for (const [index, damaged] of ['{"language":"en","the', '[]', '{"language":7}', '\u0000\u0000\u0000'].entries()) {
    for (const name of await readdir(profile)) {
      if (/^(boot|store)\.json/.test(name)) await rm(path.join(profile, name));
    }
    await writeFile(path.join(profile, profileFiles.boot), damaged);
    const program = await launch(start);
    await expect(program.page.getByText(errors['settings-unreadable'].happened)).toBeVisible();
    await expect(program.page.getByText(errors['settings-unreadable'].todo)).toBeVisible();
    const answer = await callBridge(program.page, 'settings', 'get', []);
    expect(answer, `case ${index}`).toMatchObject({ ok: true, value: { theme: 'system' } });
    expect(await readdir(profile)).toContain(`${profileFiles.boot}.damaged`);
    await program.close();
  }
});

test('[S29] a damaged store is set aside and reported; the settings are kept', async ({
  launch,
  profile,
  sharedService,
}) => {
  const start = { operatorUrl: sharedService.origin };
  const first = await launch(start);
  await callBridge(first.page, 'settings', 'update', [{ theme: 'dark' }]);
  await first.close();
  const whole = await readFile(path.join(profile, profileFiles.store));
  await writeFile(path.join(profile, profileFiles.store), whole.subarray(0, Math.floor(whole.length / 2)));
  const second = await launch(start);
  await expect(second.page.getByText(errors['store-damaged'].happened)).toBeVisible();
  await expect(second.page.getByText(errors['store-damaged'].todo)).toBeVisible();
  await expect(second.page.getByText(errors['settings-unreadable'].happened)).toHaveCount(0);
  expect(await callBridge(second.page, 'settings', 'get', [])).toMatchObject({ ok: true, value: { theme: 'dark' } });
  expect(await readdir(profile)).toContain(`${profileFiles.store}.damaged`);
});

test('[S29] a store of a newer version is read as far as possible, and reported', async ({
  launch,
  profile,
  sharedService,
}) => {
  const newer = { version: 9, language: 'en', theme: 'dark', lockAfter: 'never', tray: { on: true } };
  await writeFile(path.join(profile, profileFiles.store), JSON.stringify(newer));
  const { page } = await launch({ operatorUrl: sharedService.origin });
  await expect(page.getByText(errors['store-newer'].happened)).toBeVisible();
  await expect(page.getByText(errors['store-newer'].todo)).toBeVisible();
  expect(await callBridge(page, 'settings', 'get', [])).toMatchObject({ ok: true, value: { theme: 'dark' } });
  expect(JSON.parse(await readFile(path.join(profile, `${profileFiles.store}.newer`), 'utf8'))).toEqual(newer);
});

test('[S29] settings of an older version are migrated as far as possible', async ({
  launch,
  profile,
  sharedService,
}) => {
  await writeFile(path.join(profile, 'settings.json'), '{"language":"sv"}');
  const { page } = await launch({ operatorUrl: sharedService.origin, keepSettings: true });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await callBridge(page, 'settings', 'get', [])).toMatchObject({ ok: true, value: { language: 'sv' } });
  expect(await readdir(profile)).not.toContain('settings.json');
});

test('[S06][S29] a damaged session is reported, and the user signs in again', async ({
  launch,
  bus,
  profile,
  service,
}) => {
  await bus.startKeyring();
  const start = { operatorUrl: service.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(first.page).ready();
  await first.close();
  const { session } = readStore(profile) as { session: { backend: string; data: string } };
  const half = session.data.slice(0, Math.floor(session.data.length / 8) * 4);
  const base64 = (bytes: Buffer): string => bytes.toString('base64');
  for (const damaged of [
    { ...session, data: half },
    { ...session, data: base64(Buffer.alloc(64)) },
    { ...session, data: base64(Buffer.from('{"version":1}')) },
    { data: 5 },
  ]) {
    changeStore(profile, { session: damaged });
    const program = await launch(start);
    await expect(new SignInPage(program.page).heading).toHaveText('Sign in');
    await expect(program.page.getByText(errors['session-unreadable'].happened)).toBeVisible();
    await program.close();
  }
  const last = await launch(start);
  await new SignInPage(last.page).signIn(await service.api.subscriber('healthy'), 'own');
  await new CabinetPage(last.page).ready();
});

test('[S30] a database of a newer version is left unchanged and reported', async ({ launch, profile }) => {
  const first = await launch();
  await expect(first.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  await first.close();
  const folder = path.join(profile, profileFiles.operator);
  ageFromTheFuture(folder);
  const before = contentOf(folder);
  const second = await launch();
  await expect(second.page.getByText(errors['database-newer'].happened)).toBeVisible();
  await expect(second.page.getByText(errors['database-newer'].todo)).toBeVisible();
  await second.close();
  expect(contentOf(folder)).toEqual(before);
});

test('[S30] a damaged database is set aside and reported, and the program continues with new demo data', async ({
  launch,
  profile,
}) => {
  const first = await launch();
  await expect(first.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  await first.close();
  const folder = path.join(profile, profileFiles.operator);
  const file = databaseFile(folder);
  const whole = await readFile(file);
  await writeFile(file, Buffer.concat([Buffer.alloc(8192, 0xa5), whole.subarray(8192)]));
  const second = await launch();
  await expect(second.page.getByRole('region', { name: 'Try it as' })).toBeVisible();
  await expect(second.page.getByText(errors['database-damaged'].happened)).toBeVisible();
  const kept = (await readdir(folder)).filter((name) => name !== path.basename(file));
  const aside = await Promise.all(kept.map((name) => readFile(path.join(folder, name)).catch(() => Buffer.alloc(0))));
  expect(aside.some((bytes) => bytes.subarray(0, 8192).equals(Buffer.alloc(8192, 0xa5)))).toBe(true);
});

test('[S30] a standalone service rejects a database of a newer version, with the reason', async ({ serve }) => {
  const service = await serve({
    product: true,
    unprovedBecause: 'no version of this service opens the database afterwards',
  });
  await service.stop();
  ageFromTheFuture(service.folder);
  await expect(service.start()).rejects.toThrow(/database-newer/);
});

test('[S29] with a full disk under the profile sign-in and work are possible, with a warning', async ({
  smallDisk,
  launch,
  bus,
  service,
}) => {
  const disk = await smallDisk(64 * 1024 * 1024);
  await bus.startKeyring();
  const profile = path.join(disk.folder, 'profile');
  await mkdir(profile);
  const start = { operatorUrl: service.origin, keyring: true, profile };
  const program = await launch(start);
  await disk.fill();
  const { page } = program;
  await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'own');
  const cabinet = new CabinetPage(page);
  await cabinet.ready();
  await expect(page.getByText(errors['profile-folder-full'].happened)).toBeVisible();
  await expect(page.getByText(errors['profile-folder-full'].todo)).toBeVisible();
  expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(await service.api.overviewOf('healthy')));
  await disk.free();
  await program.close();
});

test('[S30] a full disk under the embedded service is reported, and no data is damaged', async ({
  smallDisk,
  launch,
}) => {
  const disk = await smallDisk(96 * 1024 * 1024);
  const profile = path.join(disk.folder, 'profile');
  await mkdir(path.join(profile, profileFiles.operator), { recursive: true });
  await disk.fill();
  const first = await launch({ profile, keepSettings: true, args: ['--language=en'] });
  await expect(first.page.getByText(errors['storage-full'].happened)).toBeVisible();
  await expect(first.page.getByText(errors['storage-full'].todo)).toBeVisible();
  await disk.free();
  await first.page.getByRole('button', { name: 'Try again now' }).click();
  await expect(first.page.getByRole('region', { name: 'Try it as' })).toBeVisible({ timeout: 20_000 });
  await first.close();
});

test('[S30] a service on a full disk rejects writes, loses no data, and continues when there is space', async ({
  smallDisk,
  serve,
}) => {
  const disk = await smallDisk(64 * 1024 * 1024);
  const service = await serve({ folder: disk.folder });
  const { contract, balanceKopecks } = await service.api.overviewOf('healthy');
  await service.console.topUp(contract.number, 10_000);
  await disk.fill();
  let acknowledged = 10_000;
  let refused = '';
  for (let tries = 0; tries < 400 && refused === ''; tries += 1) {
    await service.console.topUp(contract.number, 1000).then(
      () => {
        acknowledged += 1000;
      },
      (error: unknown) => {
        refused = String(error);
      },
    );
  }
  expect(refused).toContain('storage-full');
  await disk.free();
  await service.restart();
  expect((await service.api.overviewOf('healthy')).balanceKopecks).toBe(balanceKopecks + acknowledged);
  await service.console.topUp(contract.number, 500);
  await service.stop();
});

test('[S09] a PC clock wrong by days changes no figure, and is reported', async ({ launch, serve }) => {
  // Only the difference of the two clocks matters; here the service's clock is shifted.
  for (const offset of [-3 * day, 3 * day]) {
    const service = await serve({ clockStart: new Date(Date.now() + offset).toISOString() });
    const { page, close } = await launch({ operatorUrl: service.origin }).then((program) => ({
      page: program.page,
      close: () => program.close(),
    }));
    await new SignInPage(page).signIn(await service.api.subscriber('healthy'), 'shared');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const overview = await service.api.overviewOf('healthy');
    expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
    if (overview.reception.state !== 'on' || overview.reception.lastDay === null) throw new Error('Not healthy.');
    expect(plain(await cabinet.heading.innerText())).toContain(dayName(overview.reception.lastDay));
    await expect(page.getByText(errors['clock-differs'].happened)).toBeVisible();
    await expect(page.getByText(errors['clock-differs'].money)).toBeVisible();
    await close();
  }
});

test('[S09] days are in the operator’s time zone, whatever the PC’s zone is', async ({ launch, sharedService }) => {
  const overview = await sharedService.api.overviewOf('blocked');
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Honolulu']) {
    const program = await launch({ operatorUrl: sharedService.origin, env: { TZ: zone } });
    await new SignInPage(program.page).signIn(await sharedService.api.subscriber('blocked'), 'shared');
    const cabinet = new CabinetPage(program.page);
    await cabinet.ready();
    expect(plain(await cabinet.heading.innerText())).toBe(expectedTitle(overview));
    expect(plain(await cabinet.main.innerText())).toContain('Reception stopped today at 00:00.');
    await program.close();
  }
});

test('[S29] a service address that must not receive tokens is rejected at the start', async ({ bus, profile }) => {
  for (const address of [
    'http://operator.example',
    'ftp://127.0.0.1',
    'https://user:word@operator.example',
    'nonsense',
  ]) {
    const { args, env } = startOf({ bus, profile, operatorUrl: address });
    const child = spawn(electronExecutable(), args, { env, cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = new Output(child.stdout, child.stderr);
    const late = setTimeout(() => void end(child, 'SIGKILL'), 15_000);
    const { code } = await ended(child);
    clearTimeout(late);
    expect(code, address).toBe(2);
    expect(output.text, address).toMatch(/https/);
  }
});
