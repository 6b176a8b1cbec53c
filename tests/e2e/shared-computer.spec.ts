import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoSubscriber } from '#protocol/api/demo.ts';
import type { Overview } from '#protocol/api/overview.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { accountSecurity } from '#protocol/api/account-security.ts';
import type { Secret } from '#tests/disk-scan.ts';
import { expectedTitle } from '#tests/expected.ts';
import { expect, test as base } from '#tests/fixtures.ts';
import { callBridge } from '#tests/in-page.ts';
import { idleFor, sleepFor } from '#tests/main-clock.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import type { Program } from '#tests/program.ts';
import { passwordSecret, personalSecrets } from '#tests/secrets.ts';
import type { Service } from '#tests/service.ts';
import { makePlaces, tracesOf, type Places } from '#tests/traces.ts';
import { tokensOn } from '#tests/wire-tap.ts';
import { money, plain, words } from '#tests/words.ts';

const minute = 60_000;
const errors = words.en.errors;

const test = base.extend<{ places: Places }>({
  // Created before the program starts in them, so that they survive it.
  places: [
    async ({ profile }, use) => {
      const places = await makePlaces(profile);
      await use(places);
      await places.remove();
    },
    { auto: true },
  ],
});

/** Amounts and numbers as shown on screen and as sent over the network. */
function shownSecrets(overview: Overview, phone: string | null): readonly Secret[] {
  const grouped = (digits: string): string => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  const texts: Record<string, string> = {
    ...Object.fromEntries(overview.cards.map((card, index) => [`card ${index} in groups`, grouped(card.number)])),
    ...Object.fromEntries(
      overview.entries.slice(0, 8).flatMap((entry, index) => [
        [`entry ${index}`, `"amountKopecks":${entry.amountKopecks}`],
        [`balance after ${index}`, `"balanceAfterKopecks":${entry.balanceAfterKopecks}`],
        [`balance after ${index} as shown`, money(entry.balanceAfterKopecks)],
      ]),
    ),
    'balance as shown': money(overview.balanceKopecks),
    'the first sentence': expectedTitle(overview),
    ...(phone === null
      ? {}
      : {
          'phone of the account': phone,
          'phone as shown': phone.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7 $1 $2-$3-$4'),
        }),
  };
  return Object.entries(texts).map(([name, value]) => ({ name, value }));
}

async function accountPhone(service: Service, who: DemoSubscriber): Promise<string | null> {
  const { accessToken } = await service.api.signIn(who);
  const { body } = await service.api.call('GET', accounts.security.path, { token: accessToken });
  await service.api.signOut(accessToken);
  return accountSecurity.parse(body).phone;
}

/** Signs in as a guest and walks through all screens. */
async function tour({ page }: Program, who: DemoSubscriber): Promise<CabinetPage> {
  const form = new SignInPage(page);
  const cabinet = new CabinetPage(page);
  // A wrong password first: it must not remain either.
  await form.signIn({ email: who.email, password: `${who.password} almost` }, 'shared');
  await form.alert.waitFor();
  await form.signIn(who, 'shared');
  await cabinet.ready();
  for (const way of [cabinet.toContract, cabinet.toSettings, cabinet.toSecurity, cabinet.toPersonalData]) {
    await way.click();
    await expect(way).toHaveAttribute('aria-current', 'page');
    await cabinet.ready();
  }
  // The last screen shows the account's personal data.
  await expect(cabinet.main).toContainText(who.email);
  await cabinet.toOverview.click();
  await cabinet.ready();
  return cabinet;
}

test.describe('no traces on a shared computer', () => {
  for (const [name, leave] of [
    ['signs out', (cabinet: CabinetPage): Promise<void> => cabinet.signOut.click()],
    ['closes the program', (_cabinet: CabinetPage, program: Program): Promise<void> => program.close()],
    ['is left by a crash of the page, and by a power cut', crash],
  ] as const) {
    test(`[S06][S29] after a complete route walk a user who ${name} leaves no name, address, number, amount or token`, async ({
      launch,
      bus,
      desktop,
      faultyLine,
      places,
      service,
    }) => {
      // With a key store more data could be kept.
      await bus.startKeyring();
      const who = await service.api.subscriber('healthy');
      const phone = await accountPhone(service, who);
      const before = await service.api.overviewOf('healthy');
      const program = await launch({ operatorUrl: faultyLine.origin, keyring: true, env: places.env });
      const folders = await program.app.evaluate(({ app }) =>
        (['userData', 'sessionData', 'logs', 'crashDumps', 'temp', 'home', 'appData'] as const).map((one) =>
          app.getPath(one),
        ),
      );
      const scanned = [places.profile, places.home, places.temp];
      expect(
        folders.filter((folder) => !scanned.some((place) => folder === place || folder.startsWith(`${place}/`))),
      ).toEqual([]);

      const cabinet = await tour(program, who);
      await service.console.topUp(before.contract.number, 22_700);
      await expect.poll(() => desktop.shown.length).toBe(1);
      const after = await service.api.overviewOf('healthy');
      await expect.poll(async () => plain(await cabinet.main.innerText())).toContain(money(after.balanceKopecks));

      await leave(cabinet, program);
      if (name === 'signs out') await expect(new SignInPage(program.page).heading).toHaveText('Sign in');
      const secrets = [
        ...tokensOn(faultyLine),
        passwordSecret(who),
        ...[before, after].flatMap((one) => [...personalSecrets(who, one), ...shownSecrets(one, phone)]),
      ];
      expect(secrets.length).toBeGreaterThan(50);
      expect(await tracesOf(program, places, secrets), 'as soon as it is left').toEqual([]);
      await program.close();
      expect(await tracesOf(program, places, secrets), 'once the program is closed').toEqual([]);

      const next = await launch({ operatorUrl: faultyLine.origin, keyring: true, env: places.env });
      const form = new SignInPage(next.page);
      await expect(form.heading).toHaveText('Sign in');
      await expect(form.email).toHaveValue('');
      await expect(form.shared).not.toBeChecked();
      await expect(form.own).not.toBeChecked();
    });
  }

  test('[S06][S29] the same scan finds a planted token in every folder and encoding', async ({
    launch,
    faultyLine,
    places,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const program = await launch({ operatorUrl: faultyLine.origin, env: places.env });
    const crashes = await program.app.evaluate(({ app }) => app.getPath('crashDumps'));
    const logs = await program.app.evaluate(({ app }) => app.getPath('logs'));
    await new SignInPage(program.page).signIn(who, 'shared');
    await new CabinetPage(program.page).ready();
    const [token] = tokensOn(faultyLine);
    if (token === undefined) throw new Error('No token travelled.');
    const address = { name: 'address', value: (await service.api.overviewOf('healthy')).contract.address };
    await program.close();
    expect(await tracesOf(program, places, [token, address])).toEqual([]);

    const noise = Buffer.from(Array.from({ length: 5_000 }, (_value, index) => (index * 37) % 256));
    const plant = async (file: string, bytes: Buffer): Promise<void> => {
      await mkdir(path.dirname(file), { recursive: true });
      await appendFile(file, Buffer.concat([noise, bytes, noise]));
    };
    const planted: [file: string, bytes: Buffer, as: string, secret: Secret][] = [
      [path.join(places.profile, 'Local Storage', 'leveldb', '000003.log'), Buffer.from(token.value), 'utf-8', token],
      [path.join(places.profile, 'Network', 'Cookies'), Buffer.from(token.value, 'utf16le'), 'utf-16', token],
      [path.join(logs, 'main.log'), Buffer.from(Buffer.from(token.value).toString('hex')), 'hex', token],
      [path.join(crashes, 'completed', 'dump.dmp'), Buffer.from(address.value, 'utf16le'), 'utf-16', address],
      [
        path.join(places.temp, 'left.tmp'),
        Buffer.from(Buffer.from(token.value).toString('base64').slice(0, -1)),
        'base64',
        token,
      ],
      [
        path.join(places.home, '.cache', 'deep', 'down', 'thumb'),
        Buffer.from(encodeURIComponent(address.value)),
        'url',
        address,
      ],
    ];
    for (const [file, bytes] of planted) await plant(file, bytes);
    await writeFile(path.join(places.temp, `name-${token.value}`), '');
    const found = await tracesOf(program, places, [token, address]);
    for (const [file, , as, secret] of planted) {
      const hits = found.filter((one) => file.endsWith(one.file) && one.as === as && one.secret === secret.name);
      expect(hits, `${as} in ${path.basename(file)}`).toHaveLength(1);
    }
    expect(found.filter((one) => one.file.startsWith('name of'))).not.toEqual([]);
  });
});

/** The page crashes and reloads with the account; then all processes are killed. */
async function crash(_cabinet: CabinetPage, program: Program): Promise<void> {
  program.expectFaults(/the page crashed/);
  await program.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const back = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)));
    contents?.forcefullyCrashRenderer();
    await back;
  });
  const heading = (): Promise<unknown> =>
    program.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`document.querySelector('h1')?.innerText`),
    );
  await expect.poll(async () => plain(String(await heading()))).toContain('You can watch until');
  await program.kill();
}

test.describe('idle on a shared computer', () => {
  test('[S06][S29] a minute before the end an overlay hides everything; “I am here” keeps the session', async ({
    launch,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const overview = await service.api.overviewOf('healthy');
    const { app, page } = await launch({ operatorUrl: service.origin });
    await new SignInPage(page).signIn(who, 'shared');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const curtain = page.getByRole('alertdialog', { name: 'Are you still there?' });
    const stay = curtain.getByRole('button', { name: 'I am here' });

    const answers = [
      (): Promise<void> => stay.click(),
      (): Promise<void> => stay.press('Enter'),
      (): Promise<void> => page.keyboard.press('Escape'),
    ];
    for (const answer of answers) {
      await idleFor(app, 28 * minute);
      await expect(cabinet.heading).toBeVisible();
      await expect(curtain).toHaveCount(0);
      await idleFor(app, minute + 5_000);
      await expect(curtain).toBeVisible();
      await expect(stay).toBeFocused();
      const left = /Signed out in (\d+) seconds?/.exec(plain(await curtain.innerText()))?.[1];
      expect(Number(left)).toBeGreaterThan(30);
      expect(Number(left)).toBeLessThanOrEqual(60);
      // No account data are visible, in the accessibility tree or reachable by keyboard.
      expect(plain(await page.locator('body').innerText())).not.toContain(money(overview.balanceKopecks));
      await expect(cabinet.toOverview).toBeHidden();
      await expect(page.getByRole('link')).toHaveCount(0);
      await expect(page.getByRole('button')).toHaveCount(1);
      // Neither a mouse movement nor a click beside the button confirms.
      await page.mouse.move(200, 200);
      await page.mouse.move(240, 260);
      await page.mouse.click(40, 400);
      await page.keyboard.press('Tab');
      await expect(curtain).toBeVisible();
      await answer();
      await expect(curtain).toHaveCount(0);
      await expect(cabinet.heading).toBeVisible();
    }
    await cabinet.toContract.click();
    await cabinet.ready();
    expect(await callBridge(page, 'overview', 'get', [{ contractNumber: overview.contract.number }])).toMatchObject({
      ok: true,
      value: { freshness: { kind: 'live' } },
    });
  });

  test('[S06][S29] without confirmation the user is signed out, here and at the service, and no data remain', async ({
    launch,
    faultyLine,
    places,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const overview = await service.api.overviewOf('healthy');
    const program = await launch({ operatorUrl: faultyLine.origin, env: places.env });
    const { app, page } = program;
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    await idleFor(app, 29 * minute + 5_000);
    await expect(page.getByRole('alertdialog', { name: 'Are you still there?' })).toBeVisible();
    await idleFor(app, minute);
    const form = new SignInPage(page);
    await expect(form.heading).toHaveText('Sign in');
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await expect(page.getByText(errors['session-idle'].happened)).toBeVisible();
    await expect(form.email).toHaveValue('');

    await expect.poll(() => faultyLine.seen('DELETE', /\/sessions\/current$/).length).toBe(1);
    const tokens = tokensOn(faultyLine);
    for (const { value } of tokens) {
      await expect
        .poll(async () => (await service.api.call('GET', accounts.read.path, { token: value })).status)
        .toBe(401);
      expect((await service.api.refresh(value)).status).toBe(401);
    }
    expect(await callBridge(page, 'overview', 'get', [{ contractNumber: overview.contract.number }])).toMatchObject({
      ok: false,
    });
    const secrets = [...tokens, passwordSecret(who), ...personalSecrets(who, overview)];
    expect(await page.content()).not.toContain(overview.contract.number);
    await program.close();
    expect(await tracesOf(program, places, secrets)).toEqual([]);
  });

  test('[S06][S29] without a connection the session ends locally, and at the service after reconnecting', async ({
    launch,
    faultyLine,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const { app, page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    const tokens = tokensOn(faultyLine);
    await faultyLine.refuse();
    await idleFor(app, 31 * minute);
    await expect(new SignInPage(page).heading).toHaveText('Sign in');
    await expect(page.getByText(errors['session-idle'].happened)).toBeVisible();
    await faultyLine.listen();
    for (const { value } of tokens) {
      await expect.poll(async () => (await service.api.refresh(value)).status, { timeout: 30_000 }).toBe(401);
    }
  });

  test('[S06][S29] sleep counts as idle time: after an hour’s sleep the session ends at once', async ({
    launch,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const { app, page } = await launch({ operatorUrl: service.origin });
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    await sleepFor(app, 60 * minute);
    await expect(new SignInPage(page).heading).toHaveText('Sign in');
    await expect(page.getByText(errors['session-idle'].happened)).toBeVisible();
  });
});
