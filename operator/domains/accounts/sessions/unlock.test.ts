import { sessions } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('the lock of the program', (kind) => {
  let service: TestService;
  let mine: TokenGrant;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    service = await testService(database.address);
    mine = await service.signIn();
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  type Answer = Awaited<ReturnType<TestService['app']['inject']>>;
  const unlock = (password: string, grant = mine): Promise<Answer> =>
    service.app.inject({
      method: 'POST',
      url: sessions.unlock.path,
      headers: { authorization: `Bearer ${grant.accessToken}` },
      payload: { password },
    });
  const refused = async (password: string, grant = mine): Promise<Problem> =>
    problem.parse((await unlock(password, grant)).json());

  it('opens by the account’s password alone, and gives nothing but that', async () => {
    const answer = await unlock(anna.password);
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(await refused(boris.password)).toMatchObject({ code: 'password-wrong', status: 403, triesLeft: 4 });
  });

  it('makes who guesses wait ever longer, and forgets at the right one', async () => {
    for (let i = 0; i < rules.signInTries - 1; i += 1) expect((await refused('guess')).retryAfterMs).toBeUndefined();
    expect(await refused('guess')).toMatchObject({ triesLeft: 0, retryAfterMs: rules.signInFirstWaitMs });
    expect(await refused(anna.password)).toMatchObject({
      code: 'password-throttled',
      retryAfterMs: rules.signInFirstWaitMs,
    });
    service.time.now += rules.signInFirstWaitMs;
    expect(await refused('guess')).toMatchObject({ retryAfterMs: 2 * rules.signInFirstWaitMs });
    service.time.now += 2 * rules.signInFirstWaitMs;
    expect((await unlock(anna.password)).statusCode).toBe(204);
    expect(await refused('guess')).toMatchObject({ triesLeft: 4 });
  });

  it('keeps nobody waiting elsewhere: neither another device, nor a sign-in, nor the other way round', async () => {
    const other = await service.signIn();
    for (let i = 0; i < rules.signInTries; i += 1) await refused('guess');
    expect((await unlock(anna.password, other)).statusCode).toBe(204);
    await service.signIn();
    await service.sessions.refresh(mine.refreshToken);
    for (let i = 0; i < rules.signInTries; i += 1) {
      await service.signIn({ password: 'guess' }).catch(() => undefined);
    }
    expect((await unlock(anna.password, other)).statusCode).toBe(204);
  });

  it('says so where the account has no password', async () => {
    await service.core.db.updateTable('accounts').set({ password_hash: null }).execute();
    expect(await refused(anna.password)).toMatchObject({ code: 'password-missing' });
  });

  it('stays shut for ended sessions', async () => {
    await service.sessions.end(mine.session.id, 'signed-out');
    expect(await refused(anna.password)).toMatchObject({ code: 'session-ended' });
  });
});
