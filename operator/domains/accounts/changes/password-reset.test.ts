import { passwordResets } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { describeOnDatabases, freshDatabase, type TestAddress } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { accountBench, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';

const rules = ntvPlus.accounts;
const next = 'a boat on the river';

describeOnDatabases('a lost password', (kind) => {
  let service: TestService;
  let bench: AccountBench;
  let address: TestAddress;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    address = database.address;
    service = await testService(address);
    bench = accountBench(service);
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const ask = (email = anna.email): Promise<BenchAnswer> =>
    bench.post(passwordResets.create.path, { email, language: 'en' });
  const set = (token: string, password = next): Promise<BenchAnswer> =>
    bench.post(passwordResets.complete.path, { token, password });
  const linkTo = async (email = anna.email): Promise<string> => {
    await ask(email);
    return service.post.tokenTo(email);
  };

  it('is replaced by the link; every session ends, and the owner is told', async () => {
    const [one, two] = [await service.signIn(), await service.signIn({ computer: 'shared' })];
    const boriss = await service.signIn({ email: boris.email, password: boris.password });
    const ended: [string, string][] = [];
    service.sessions.onEnd((id, code) => ended.push([id, code]));
    expect((await set(await linkTo())).status).toBe(204);
    for (const grant of [one, two]) {
      await expect(service.sessions.authenticate(grant.accessToken, true)).rejects.toMatchObject({
        code: 'session-ended',
      });
      await expect(service.sessions.refresh(grant.refreshToken)).rejects.toMatchObject({ code: 'session-ended' });
    }
    expect(ended.toSorted()).toEqual([one, two].map(({ session }) => [session.id, 'session-ended']).toSorted());
    await service.sessions.authenticate(boriss.accessToken, true);
    await expect(service.signIn()).rejects.toMatchObject({ code: 'sign-in-failed' });
    await service.signIn({ password: next });
    const told = await service.post.deliver();
    expect(told.map((letter) => [letter.to, letter.subject])).toEqual([
      [anna.email, expect.stringContaining('Пароль') as string],
    ]);
  });

  it('is asked for alike whether or not the address has an account', async () => {
    await bench.register('pending@example.test', next);
    await service.post.deliver();
    const known = await ask();
    for (const email of ['nobody@example.test', 'pending@example.test']) expect(await ask(email)).toEqual(known);
    expect((await service.post.deliver()).map((letter) => letter.to)).toEqual([anna.email]);
    expect((await ask('nobody')).code).toBe('input-invalid');
  });

  it('goes to the address as it is known, however it was typed', async () => {
    await ask(` ${anna.email.toUpperCase()} `);
    expect((await service.post.deliver()).map((letter) => letter.to)).toEqual([anna.email]);
  });

  it('has a link for one use', async () => {
    const token = await linkTo();
    expect((await set(token)).status).toBe(204);
    expect((await set(token, 'a boat on the lake')).code).toBe('link-invalid');
    await service.signIn({ password: next });
  });

  it('has a link for twenty minutes', async () => {
    const token = await linkTo();
    pass(rules.resetLinkMs);
    expect((await set(token)).code).toBe('link-invalid');
    await service.signIn();
  });

  it('has one link that works: the newest', async () => {
    const older = await linkTo();
    pass(rules.letterAgainMs);
    const newer = await linkTo();
    expect((await set(older)).code).toBe('link-invalid');
    expect((await set(newer)).status).toBe(204);
  });

  it('asked for ten times at once is one letter', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await service.post.deliver()).toHaveLength(1);
  });

  it('asked for ten times in an hour is as many letters as the rule allows', async () => {
    let letters = 0;
    for (let i = 0; i < 10; i += 1) {
      await ask();
      letters += (await service.post.deliver()).length;
      pass(rules.letterAgainMs);
    }
    expect(letters).toBe(rules.lettersAnHour);
  });

  it('is set once by two that use the link at once, at two instances', async () => {
    const token = await linkTo();
    const second = await testService(address, { fresh: false, time: service.time });
    const there = accountBench(second);
    const answers = await Promise.all([
      set(token, 'a boat number one'),
      there.post(passwordResets.complete.path, { token, password: 'a boat number two' }),
      set(token, 'a boat number three'),
    ]);
    await second.close();
    expect(answers.map((answer) => answer.code ?? answer.status).toSorted()).toEqual([
      204,
      'link-invalid',
      'link-invalid',
    ]);
    expect(await service.post.deliver()).toHaveLength(1);
  });

  it('leaves the link good when the new one cannot be set', async () => {
    const token = await linkTo();
    expect((await set(token, 'short')).code).toBe('password-too-short');
    expect((await set(token, 'PASSWORD')).code).toBe('password-too-common');
    expect((await set(token)).status).toBe(204);
  });

  it('takes no other link, and no rubbish', async () => {
    await bench.register('clara@example.test', next);
    const registration = await service.post.tokenTo('clara@example.test');
    expect((await set(registration)).code).toBe('link-invalid');
    expect((await set('A'.repeat(43))).code).toBe('link-invalid');
    expect((await set('x')).code).toBe('input-invalid');
  });

  it('gives an account without a password its first', async () => {
    await service.core.db.updateTable('accounts').set({ password_hash: null }).execute();
    expect((await set(await linkTo())).status).toBe(204);
    await service.signIn({ password: next });
  });

  it('does not turn two-step sign-in off', async () => {
    const { account } = await service.signIn();
    const row = { account_id: account.id, secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', confirmed_at: service.time.now };
    await service.core.db.insertInto('two_step').values(row).execute();
    expect((await set(await linkTo())).status).toBe(204);
    expect(await service.sessions.signIn({ ...anna, password: next, computer: 'own', device })).toHaveProperty(
      'twoStep',
    );
  });
  const device = { name: 'a computer', platform: 'linux' } as const;

  it('ends the waits of its owner', async () => {
    for (let i = 0; i < 6; i += 1) await service.signIn({ password: 'wrong' }).catch(() => undefined);
    await expect(service.signIn()).rejects.toMatchObject({ code: 'sign-in-throttled' });
    expect((await set(await linkTo())).status).toBe(204);
    await service.signIn({ password: next });
  });

  describe('found by another', () => {
    it('makes void what they had begun', async () => {
      const { accessToken } = await service.signIn();
      const thiefs = { password: anna.password, email: 'thief@example.test', language: 'en' };
      expect((await bench.post(accounts.changeEmail.path, thiefs, accessToken)).status).toBe(202);
      const theirLink = await service.post.tokenTo(thiefs.email);
      expect((await set(await linkTo())).status).toBe(204);
      expect((await bench.post(accounts.confirmEmail.path, { token: theirLink })).code).toBe('link-invalid');
    });

    it('lets no change through whose proof was shown before', async () => {
      const { accessToken } = await service.signIn();
      const token = await linkTo();
      const change = { password: anna.password, next: 'a boat of the thief', language: 'en' };
      const [reset, changed] = await Promise.all([
        set(token),
        bench.ask('PUT', accounts.changePassword.path, change, accessToken),
      ]);
      // Whoever was first: never are both passwords' sessions alive.
      if (reset.status === 204) {
        await service.signIn({ password: next });
        await expect(service.sessions.authenticate(accessToken, true)).rejects.toMatchObject({ code: 'session-ended' });
      } else {
        expect([reset.code, changed.status]).toEqual(['link-invalid', 200]);
      }
    });
  });
});
