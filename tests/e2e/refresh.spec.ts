import { sessions } from '#protocol/api/sign-in.ts';
import type { ElectronApplication, Page } from '@playwright/test';
import { accounts } from '#protocol/api/accounts.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import { sessionStatus } from '#protocol/ipc/state.ts';
import { expect, test } from '#tests/fixtures.ts';
import type { FaultProxy } from '#tests/fault-proxy.ts';
import { callBridge } from '#tests/in-page.ts';
import { CabinetPage, SignInPage } from '#tests/pages.ts';
import { profileFiles } from '#tests/profile-files.ts';
import { problemOf } from '#tests/subscribers.ts';
import { words } from '#tests/words.ts';

/** Longer than the access token's life and the service's grace period for a used refresh token. */
const accessOver = 11 * 60_000;
const graceOver = 31_000;
const errors = words.en.errors;

/** Refresh tokens in the order of the service's responses. */
function refreshTokens(line: FaultProxy): readonly string[] {
  return line.answers.flatMap((body) => {
    const grant = tokenGrant.safeParse(JSON.parse(body));
    return grant.success ? [grant.data.refreshToken] : [];
  });
}

async function freshnessOf(page: Page, number: string): Promise<string | undefined> {
  const answer = (await callBridge(page, 'overview', 'get', [{ contractNumber: number }])) as {
    value?: { freshness: { kind: string } };
  };
  return answer.value?.freshness.kind;
}

async function stateOf(page: Page): Promise<string> {
  return sessionStatus.parse(((await callBridge(page, 'session', 'status', [])) as { value: unknown }).value).state;
}

/**
 * Kills the program, as by SIGKILL, at the next write of its store, after it received new tokens: before the temporary file is
 * opened (`open`) or before it replaces the old one (`rename`). The store's libraries keep references to the functions of
 * `fs`, so the calls below these are replaced.
 */
async function dieAtWrite(app: ElectronApplication, step: 'open' | 'rename'): Promise<void> {
  await app.evaluate(
    (_electron, [name, file]) => {
      const { binding } = process as unknown as {
        binding: (name: 'fs') => Record<string, (...given: unknown[]) => unknown>;
      };
      const calls = binding('fs');
      const real = calls[name];
      if (real === undefined) throw new Error(`No call ${name}.`);
      calls[name] = (...given: unknown[]): unknown => {
        if (String(given[0]).includes(`${file}.tmp-`)) process.kill(process.pid, 'SIGKILL');
        return real.apply(calls, given);
      };
    },
    [step, profileFiles.store] as const,
  );
}

for (const [step, when] of [
  ['open', 'between receiving the new tokens and storing them'],
  ['rename', 'while it stores them'],
] as const) {
  test(`[S06][S29] killed ${when}, the program is signed in after the next start`, async ({
    launch,
    bus,
    faultyLine,
    service,
  }) => {
    await bus.startKeyring();
    const who = await service.api.subscriber('healthy');
    const { number } = (await service.api.overviewOf('healthy')).contract;
    const start = { operatorUrl: faultyLine.origin, keyring: true };
    const first = await launch(start);
    await new SignInPage(first.page).signIn(who, 'own');
    await new CabinetPage(first.page).ready();
    expect(refreshTokens(faultyLine)).toHaveLength(1);

    await service.console.advance(accessOver);
    await dieAtWrite(first.app, step);
    const gone = new Promise((resolve) => first.app.process().once('exit', (_code, signal) => resolve(signal)));
    void callBridge(first.page, 'overview', 'get', [{ contractNumber: number }]).catch(() => undefined);
    expect(await gone).toBe('SIGKILL');
    // The program had the tokens: the service's response was delivered.
    expect(refreshTokens(faultyLine)).toHaveLength(2);
    await first.kill();

    const passwordsSent = faultyLine.seen('POST', /^\/v1\/sessions$/).length;
    const second = await launch(start);
    await new CabinetPage(second.page).ready();
    await expect.poll(() => freshnessOf(second.page, number)).toBe('live');
    expect(await stateOf(second.page)).toBe('signed-in');
    expect(faultyLine.seen('POST', /^\/v1\/sessions$/)).toHaveLength(passwordsSent);
    expect(refreshTokens(faultyLine).length).toBeGreaterThan(2);
    await second.close();

    // The stored token is now the successor of the one left by the crash.
    await service.console.advance(accessOver);
    const third = await launch(start);
    await new CabinetPage(third.page).ready();
    await expect.poll(() => freshnessOf(third.page, number)).toBe('live');
  });
}

test('[S06][S29] signed in after the next start when the response was lost and the program killed', async ({
  launch,
  bus,
  faultyLine,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const { number } = (await service.api.overviewOf('healthy')).contract;
  const start = { operatorUrl: faultyLine.origin, keyring: true };
  const first = await launch(start);
  await new SignInPage(first.page).signIn(who, 'own');
  await new CabinetPage(first.page).ready();
  await service.console.advance(accessOver);
  faultyLine.set({ kind: 'lose-answer' }, ({ url }) => url === sessions.refresh.path);
  void callBridge(first.page, 'overview', 'get', [{ contractNumber: number }]).catch(() => undefined);
  await expect.poll(() => refreshTokens(faultyLine).length).toBeGreaterThan(1);
  await first.kill();
  faultyLine.heal();

  const second = await launch(start);
  await new CabinetPage(second.page).ready();
  await expect.poll(() => freshnessOf(second.page, number)).toBe('live');
  expect(await stateOf(second.page)).toBe('signed-in');
});

test('[S06][S29] late reuse of a refresh token counts as theft: the session ends for the thief and in the program', async ({
  launch,
  bus,
  faultyLine,
  service,
}) => {
  await bus.startKeyring();
  const who = await service.api.subscriber('healthy');
  const { number } = (await service.api.overviewOf('healthy')).contract;
  const start = { operatorUrl: faultyLine.origin, keyring: true };
  const program = await launch(start);
  const { page } = program;
  await new SignInPage(page).signIn(who, 'own');
  await new CabinetPage(page).ready();
  const [stolen = ''] = refreshTokens(faultyLine);

  await service.console.advance(accessOver);
  await expect.poll(() => freshnessOf(page, number)).toBe('live');
  const own = refreshTokens(faultyLine).at(-1) ?? '';
  expect(own).not.toBe(stolen);
  await service.console.advance(graceOver);
  const refused = await service.api.refresh(stolen);
  expect([refused.status, problemOf(refused).code]).toEqual([401, 'session-ended']);

  // The program reports it; its own, valid token is revoked as well.
  const form = new SignInPage(page);
  await expect(form.heading).toHaveText('Sign in');
  await expect(page.getByText(errors['session-ended'].happened)).toBeVisible();
  expect((await service.api.refresh(own)).status).toBe(401);
  await program.close();
  const next = await launch(start);
  await expect(new SignInPage(next.page).heading).toHaveText('Sign in');
});

test('[S06][S29] a thief who refreshes first gains no lasting access: the program’s own token ends the session', async ({
  launch,
  faultyLine,
  service,
}) => {
  const who = await service.api.subscriber('healthy');
  const { number } = (await service.api.overviewOf('healthy')).contract;
  const { page } = await launch({ operatorUrl: faultyLine.origin });
  await new SignInPage(page).signIn(who, 'own');
  await new CabinetPage(page).ready();
  const [stolen = ''] = refreshTokens(faultyLine);
  const taken = tokenGrant.parse((await service.api.refresh(stolen)).body);
  const further = tokenGrant.parse((await service.api.refresh(taken.refreshToken)).body);

  await service.console.advance(accessOver);
  await callBridge(page, 'overview', 'get', [{ contractNumber: number }]);
  await expect(new SignInPage(page).heading).toHaveText('Sign in');
  await expect(page.getByText(errors['session-ended'].happened)).toBeVisible();
  for (const token of [taken.refreshToken, further.refreshToken]) {
    expect((await service.api.refresh(token)).status).toBe(401);
  }
  expect((await service.api.call('GET', accounts.read.path, { token: further.accessToken })).status).toBe(401);
});
