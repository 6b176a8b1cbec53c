import { readdirSync } from 'node:fs';
import { trackedPayments } from '#protocol/ipc/state.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge } from '#tests/in-page.ts';
import { LockPage } from '#tests/lock-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { makeLegacyProfile, readStore } from '#tests/profile-files.ts';
import type { Program } from '#tests/program.ts';
import { plain, words } from '#tests/words.ts';

const legacyFiles = ['settings.json', 'operator-profile.json', 'session.sealed', 'overviews.sealed', 'payments.sealed'];

function legacyFilesOf(profile: string): string[] {
  return readdirSync(profile).filter((name) => /\.sealed$|^(settings|operator-profile)\.json$/.test(name));
}

async function paymentsOf(program: Program): Promise<readonly string[]> {
  const answer = (await callBridge(program.page, 'payments', 'tracked', [])) as { value: unknown };
  return trackedPayments.parse(answer.value).payments.map(({ id }) => id);
}

test('[S06] a profile of the previous version opens with session, figures, tracked payment, settings and lock', async ({
  launch,
  bus,
  service,
  profile,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const { number } = (await service.api.overviewOf('healthy')).contract;
  const start = { operatorUrl: service.origin, keyring: true, language: 'en', theme: 'dark' } as const;
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  const cabinet = new CabinetPage(first.page);
  await cabinet.ready();
  const title = plain(await cabinet.heading.innerText());
  const begun = await callBridge(first.page, 'payments', 'start', [
    { payee: number, amountKopecks: 50_000, method: 'sbp', phone: null, linkedCardId: null, linkCard: false },
  ]);
  expect(begun).toMatchObject({ ok: true });
  const payments = await paymentsOf(first);
  expect(payments).toHaveLength(1);
  await first.close();
  makeLegacyProfile(profile);
  expect(legacyFilesOf(profile).sort()).toEqual([...legacyFiles].sort());

  // The service is down, so the screen shows only data of the profile folder.
  await service.stop();
  const second = await launch({ ...start, keepSettings: true });
  const restored = new CabinetPage(second.page);
  await restored.ready();
  await expect.poll(async () => plain(await restored.heading.innerText())).toBe(title);
  await expect(second.page.getByText(/Figures as of/)).toBeVisible();
  expect(await paymentsOf(second)).toEqual(payments);
  expect(await callBridge(second.page, 'settings', 'get', [])).toMatchObject({
    value: { language: 'en', theme: 'dark' },
  });
  for (const code of ['session-unreadable', 'payments-unreadable', 'settings-unreadable', 'store-damaged'] as const) {
    await expect(second.page.getByText(words.en.errors[code].happened)).toHaveCount(0);
  }
  expect(legacyFilesOf(profile)).toEqual([]);
  // electron-store's own channel would answer any sender, so it is closed.
  const listeners = await second.app.evaluate(({ ipcMain }) => ipcMain.listenerCount('electron-store-get-data'));
  expect(listeners).toBe(0);

  await service.start();
  await expect(second.page.getByText(/Figures as of/)).toHaveCount(0, { timeout: 20_000 });
  await callBridge(second.page, 'settings', 'update', [{ lockAfter: '5' }]);
  await second.close();
  makeLegacyProfile(profile);
  const third = await launch({ ...start, keepSettings: true });
  const lock = new LockPage(third.page);
  await expect(lock.heading).toBeVisible();
  await lock.try(who.password);
  await new CabinetPage(third.page).ready();
  expect(await paymentsOf(third)).toEqual(payments);
  expect(readStore(profile)).toMatchObject({ lockAfter: '5', theme: 'dark' });
  expect(legacyFilesOf(profile)).toEqual([]);
});
