import { readFile } from 'node:fs/promises';
import { sessionStatus } from '#protocol/ipc/state.ts';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expect, test } from '#tests/fixtures.ts';
import { callBridge, inPage } from '#tests/in-page.ts';
import { LockPage } from '#tests/lock-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { day } from '#tests/paths.ts';
import { readStore } from '#tests/profile-files.ts';
import { passwordSecret, personalSecrets } from '#tests/secrets.ts';
import { problemOf } from '#tests/subscribers.ts';
import { tokensOn } from '#tests/wire-tap.ts';
import { words } from '#tests/words.ts';

test.describe('own computer', () => {
  test('[S06][S29] with a working key store the next start opens the account straight away', async ({
    launch,
    bus,
    faultyLine,
    service,
    profile,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const start = { operatorUrl: faultyLine.origin, keyring: true };
    const first = await launch(start);
    expect(await first.app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend())).toBe(
      'gnome_libsecret',
    );
    await new SignInPage(first.page).signIn(who, 'own');
    await new CabinetPage(first.page).ready();
    await expect(first.page.getByText(words.en.errors['session-memory-only'].happened)).toHaveCount(0);
    const title = await first.page.getByRole('heading', { level: 1 }).innerText();
    await first.close();

    const { session } = readStore(profile) as { session: { data: string } };
    const sealed = Buffer.from(session.data, 'base64');
    expect(sealed.length).toBeGreaterThan(100);
    expect(searchBytes(sealed, 'session', tokensOn(faultyLine))).toEqual([]);
    expect(await searchFolder(profile, tokensOn(faultyLine))).toEqual([]);

    const passwordsSent = faultyLine.seen('POST', /^\/v1\/sessions$/).length;
    const second = await launch(start);
    await new CabinetPage(second.page).ready();
    await expect(second.page.getByRole('heading', { level: 1 })).toHaveText(title);
    expect(faultyLine.seen('POST', /^\/v1\/sessions$/)).toHaveLength(passwordsSent);
    await second.close();

    // Also after a start that ended with a power cut.
    const third = await launch(start);
    await new CabinetPage(third.page).ready();
    await third.kill();
    const fourth = await launch(start);
    await new CabinetPage(fourth.page).ready();
  });

  test('[S06][S29] without a key store the session is kept in memory, with a notice, and is gone at the next start', async ({
    launch,
    faultyLine,
    service,
    profile,
  }) => {
    const who = await service.api.subscriber('healthy');
    const start = { operatorUrl: faultyLine.origin };
    const first = await launch(start);
    expect(await first.app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend())).toBe('basic_text');
    await new SignInPage(first.page).signIn(who, 'own');
    await new CabinetPage(first.page).ready();
    const told = words.en.errors['session-memory-only'];
    await expect(first.page.getByText(told.happened)).toBeVisible();
    await expect(first.page.getByText(told.todo)).toBeVisible();
    const overview = await service.api.overviewOf('healthy');
    const tokens = tokensOn(faultyLine);
    expect(tokens.length).toBeGreaterThanOrEqual(2);
    await first.close();
    expect(await searchFolder(profile, [...tokens, passwordSecret(who), ...personalSecrets(who, overview)])).toEqual(
      [],
    );
    const second = await launch(start);
    await expect(new SignInPage(second.page).heading).toHaveText('Sign in');
  });

  test('[S29] a missing key store signs the user out; settings are kept and the program starts', async ({
    launch,
    bus,
    service,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const first = await launch({ operatorUrl: service.origin, keyring: true, theme: 'dark' });
    await new SignInPage(first.page).signIn(who, 'own');
    await new CabinetPage(first.page).ready();
    await first.close();
    const second = await launch({ operatorUrl: service.origin });
    await expect(new SignInPage(second.page).heading).toHaveText('Sign in');
    expect(await callBridge(second.page, 'settings', 'get', [])).toEqual({
      ok: true,
      value: { language: 'en', theme: 'dark', lockAfter: 'never' },
    });
  });
});

test.describe('shared computer', () => {
  test('[S06][S29] no personal data remain after closing the program, whatever the key store', async ({
    launch,
    bus,
    faultyLine,
    service,
    profile,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const first = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    await new SignInPage(first.page).signIn(who, 'shared');
    const cabinet = new CabinetPage(first.page);
    await cabinet.ready();
    await cabinet.toContract.click();
    await cabinet.heading.waitFor();
    await cabinet.toOverview.click();
    await cabinet.ready();
    const overview = await service.api.overviewOf('healthy');
    const secrets = [...tokensOn(faultyLine), passwordSecret(who), ...personalSecrets(who, overview)];
    expect(secrets.length).toBeGreaterThan(10);
    await first.close();
    expect(await searchFolder(profile, secrets)).toEqual([]);
    expect(searchBytes(Buffer.from(first.logs()), 'logs', secrets)).toEqual([]);

    const second = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    const form = new SignInPage(second.page);
    await expect(form.heading).toHaveText('Sign in');
    await expect(form.email).toHaveValue('');
    await expect(form.shared).not.toBeChecked();
  });

  test('[S06][S29] no personal data remain after the program is killed', async ({
    launch,
    faultyLine,
    service,
    profile,
  }) => {
    const who = await service.api.subscriber('blocked');
    const first = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(first.page).signIn(who, 'shared');
    await new CabinetPage(first.page).ready();
    const overview = await service.api.overviewOf('blocked');
    await first.kill();
    const secrets = [...tokensOn(faultyLine), passwordSecret(who), ...personalSecrets(who, overview)];
    expect(await searchFolder(profile, secrets)).toEqual([]);
  });

  test("[S06][S29] the session ends after the service's idle time, with a message", async ({ launch, service }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: service.origin });
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    await service.console.advance(31 * 60_000);
    await expect(new SignInPage(page).heading).toHaveText('Sign in', { timeout: 30_000 });
    await expect(page.getByText(words.en.errors['session-idle'].happened)).toBeVisible();
  });

  test('[S06][S29] the session ends after its maximum time despite activity, with a message', async ({
    launch,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: service.origin });
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    const number = (await service.api.overviewOf('healthy')).contract.number;
    for (let half = 0; half < 25; half += 1) {
      await callBridge(page, 'overview', 'get', [{ contractNumber: number }]);
      await service.console.advance(29 * 60_000);
    }
    await expect(new SignInPage(page).heading).toHaveText('Sign in', { timeout: 30_000 });
    await expect(page.getByText(words.en.errors['session-expired'].happened)).toBeVisible();
  });
});

test.describe('tokens and the password', () => {
  test('[S29] they are in no page, address or log and not in plain text on disk after a complete route walk', async ({
    launch,
    bus,
    faultyLine,
    service,
    profile,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const first = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    const { page } = first;
    // All messages that main pushes to the page.
    await inPage(
      page,
      `globalThis.heard = [];
       for (const domain of ['session', 'settings', 'connection', 'notices', 'data']) globalThis.cabinet[domain].onChanged((value) => globalThis.heard.push(value));
       globalThis.cabinet.app.onNavigate((value) => globalThis.heard.push(value));
       globalThis.cabinet.linkForms.onOpened((value) => globalThis.heard.push(value));
       globalThis.cabinet.session.onIdleWarning((value) => globalThis.heard.push(value));`,
    );
    await new SignInPage(page).signIn(who, 'own');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const number = (await service.api.overviewOf('healthy')).contract.number;
    const answers: unknown[] = [];
    for (const [domain, verb, args] of [
      ['session', 'status', []],
      ['overview', 'get', [{ contractNumber: number }]],
      ['accounts', 'security', []],
      ['devices', 'list', []],
      ['accounts', 'data', []],
      ['settings', 'get', []],
      ['profile', 'read', []],
      ['connection', 'status', []],
      ['notices', 'list', []],
    ] as const) {
      answers.push(await callBridge(page, domain, verb, args));
    }
    const status = sessionStatus.parse((answers[0] as { value: unknown }).value);
    expect(status).toMatchObject({ state: 'signed-in', computer: 'own', kept: true });
    for (const way of [cabinet.toContract, cabinet.toSettings, cabinet.toSecurity, cabinet.toPersonalData]) {
      await way.click();
      await cabinet.ready();
    }
    const lock = new LockPage(page);
    await lock.lockNow();
    await lock.try(who.password);
    await cabinet.ready();
    await cabinet.toOverview.click();
    await cabinet.ready();

    // An expired access token triggers a refresh, so that rotated tokens are searched for too.
    await service.console.advance(20 * 60_000);
    await callBridge(page, 'overview', 'get', [{ contractNumber: number }]);
    const inside = await inPage<string>(
      page,
      `return JSON.stringify([globalThis.heard, document.documentElement.outerHTML, {...localStorage}, {...sessionStorage},
        document.cookie, location.href, performance.getEntries().map((entry) => entry.name), history.state,
        await indexedDB.databases(), Object.keys(globalThis).map((name) => { try { return JSON.stringify(globalThis[name]); } catch { return ''; } })]);`,
    );
    const tokens = tokensOn(faultyLine);
    expect(tokens.length).toBeGreaterThanOrEqual(4);
    const secrets = [...tokens, passwordSecret(who)];
    expect(searchBytes(Buffer.from(JSON.stringify(answers)), 'answers of main', secrets)).toEqual([]);
    expect(searchBytes(Buffer.from(inside), 'page', secrets)).toEqual([]);
    const addresses = faultyLine.requests.map((request) => request.url).join('\n');
    expect(searchBytes(Buffer.from(addresses), 'addresses', secrets)).toEqual([]);
    const commandLine = await readFile(`/proc/${first.pid}/cmdline`);
    expect(searchBytes(commandLine, 'command line', secrets)).toEqual([]);
    await first.close();
    expect(await searchFolder(profile, secrets)).toEqual([]);
    expect(searchBytes(Buffer.from(first.logs()), 'logs', secrets)).toEqual([]);
    expect(searchBytes(Buffer.from(service.output.text), 'log of the service', secrets)).toEqual([]);
  });

  test('[S29] the service stores tokens and passwords only as hashes', async ({ launch, faultyLine, service }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(who, 'shared');
    await new CabinetPage(page).ready();
    const tokens = tokensOn(faultyLine);
    await service.stop();
    expect(tokens.length).toBeGreaterThanOrEqual(2);
    expect(await searchFolder(service.folder, tokens)).toEqual([]);
  });

  test('[S29] concurrent requests with an expired token cause one refresh', async ({ launch, faultyLine, service }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(who, 'own');
    await new CabinetPage(page).ready();
    const number = (await service.api.overviewOf('healthy')).contract.number;
    await service.console.advance(11 * 60_000);
    const before = faultyLine.seen('POST', /\/refresh$/).length;
    const all = await inPage<boolean[]>(
      page,
      `return (await Promise.all(Array.from({ length: 20 }, () => globalThis.cabinet.overview.get({ contractNumber: ${JSON.stringify(number)} })))).map((answer) => answer.ok);`,
    );
    expect(all).toEqual(Array.from({ length: 20 }, () => true));
    expect(faultyLine.seen('POST', /\/refresh$/)).toHaveLength(before + 1);
  });

  test('[S29] a lost refresh response is retried, and the user stays signed in', async ({
    launch,
    faultyLine,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(who, 'own');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const number = (await service.api.overviewOf('healthy')).contract.number;
    await service.console.advance(11 * 60_000);
    let lost = 0;
    faultyLine.set({ kind: 'lose-answer' }, (request) => {
      if (!request.url.endsWith('/refresh') || lost > 0) return false;
      lost += 1;
      return true;
    });
    await expect
      .poll(async () => {
        const answer = (await callBridge(page, 'overview', 'get', [{ contractNumber: number }])) as {
          value?: { freshness: { kind: string } };
        };
        return answer.value?.freshness.kind;
      })
      .toBe('live');
    expect(lost).toBe(1);
    await expect(cabinet.toOverview).toBeVisible();
    expect(
      sessionStatus.parse(((await callBridge(page, 'session', 'status', [])) as { value: unknown }).value).state,
    ).toBe('signed-in');
  });
});

test.describe('signing out', () => {
  test('[S29] ends the session at the service, which then rejects its tokens', async ({
    launch,
    bus,
    faultyLine,
    service,
    profile,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const first = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    await new SignInPage(first.page).signIn(who, 'own');
    const cabinet = new CabinetPage(first.page);
    await cabinet.ready();
    const tokens = tokensOn(faultyLine);
    await cabinet.signOut.click();
    await expect(new SignInPage(first.page).heading).toHaveText('Sign in');
    await expect.poll(() => faultyLine.seen('DELETE', /\/sessions\/current$/).length).toBe(1);
    for (const { value } of tokens) {
      await expect.poll(async () => (await service.api.call('GET', '/v1/account', { token: value })).status).toBe(401);
      const refused = await service.api.refresh(value);
      expect(refused.status).toBe(401);
      expect(['session-ended', 'session-expired']).toContain(problemOf(refused).code);
    }
    await first.close();
    const overview = await service.api.overviewOf('healthy');
    const secrets = [...tokens, passwordSecret(who), ...personalSecrets(who, overview)];
    expect(await searchFolder(profile, secrets)).toEqual([]);
    const second = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    await expect(new SignInPage(second.page).heading).toHaveText('Sign in');
  });

  test('[S29] without a connection it ends locally at once, and at the service after reconnecting', async ({
    launch,
    bus,
    faultyLine,
    service,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: faultyLine.origin, keyring: true });
    await new SignInPage(page).signIn(who, 'own');
    const cabinet = new CabinetPage(page);
    await cabinet.ready();
    const tokens = tokensOn(faultyLine);
    await faultyLine.refuse();
    await cabinet.signOut.click();
    await expect(new SignInPage(page).heading).toHaveText('Sign in');
    await faultyLine.listen();
    for (const { value } of tokens) {
      await expect.poll(async () => (await service.api.refresh(value)).status, { timeout: 30_000 }).toBe(401);
    }
  });

  test('[S29] a session ended at the service signs the program out with a message', async ({
    launch,
    faultyLine,
    service,
  }) => {
    const who = await service.api.subscriber('healthy');
    const { page } = await launch({ operatorUrl: faultyLine.origin });
    await new SignInPage(page).signIn(who, 'own');
    await new CabinetPage(page).ready();
    const access = /^Bearer (\S+)$/.exec(faultyLine.requests.at(-1)?.headers.authorization ?? '')?.[1] ?? '';
    expect((await service.api.signOut(access)).status).toBeLessThan(300);
    await expect(new SignInPage(page).heading).toHaveText('Sign in');
    await expect(page.getByText(words.en.errors['session-ended'].happened)).toBeVisible();
    await expect(page.getByText(words.en.errors['session-ended'].todo)).toBeVisible();
  });

  test('[S29] a session that expired while the program was closed is reported at the next start', async ({
    launch,
    bus,
    service,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const first = await launch({ operatorUrl: service.origin, keyring: true });
    await new SignInPage(first.page).signIn(who, 'own');
    await new CabinetPage(first.page).ready();
    await first.close();
    await service.console.advance(31 * day);
    const second = await launch({ operatorUrl: service.origin, keyring: true });
    await expect(new SignInPage(second.page).heading).toHaveText('Sign in');
    await expect(second.page.getByText(words.en.errors['session-expired'].happened)).toBeVisible();
  });
});
