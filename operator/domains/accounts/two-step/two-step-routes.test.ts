import { sessions } from '#protocol/api/sign-in.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { problem } from '#protocol/errors/problem.ts';
import { accounts, twoStep } from '#protocol/api/accounts.ts';
import { accountSecurity, recoveryCodes, twoStepSetup } from '#protocol/api/account-security.ts';
import { tokenGrant, twoStepChallenge, type TokenGrant } from '#protocol/api/sessions.ts';
import { usualLimits } from '../../../platform/http/rate-limits.ts';
import { anna, annasSignIn, testService, type TestService } from '#tests/operator/test-app.ts';
import { appCode, wrongCode } from '#tests/operator/two-step-fixture.ts';

describeOnDatabases('the routes of two-step sign-in', (kind) => {
  let service: TestService;
  let mine: TokenGrant;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    service = await testService(database.address, {
      limits: { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9 },
    });
    mine = await service.signIn();
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  type Answer = Awaited<ReturnType<TestService['app']['inject']>>;
  const post = (url: string, payload: object | string): Promise<Answer> =>
    service.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${mine.accessToken}`, 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const good = (answer: Answer, status: number): unknown => {
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
    return answer.json();
  };
  const proof = { password: anna.password };

  it('turn it on, ask for it, count it, and turn it off, each with the protocol’s answer', async () => {
    const { secret } = twoStepSetup.parse(good(await post(twoStep.setUp.path, proof), 200));
    const code = appCode(secret, service.time.now);
    const { codes } = recoveryCodes.parse(good(await post(twoStep.confirm.path, { code }), 200));
    const told = await service.post.deliver();
    expect(told.map((letter) => letter.to)).toEqual([anna.email]);
    const challengeOf = async (): Promise<string> =>
      twoStepChallenge.parse(good(await post(sessions.create.path, annasSignIn), 202)).twoStep.challenge;
    const challenge = await challengeOf();
    const wrong = await post(sessions.confirmTwoStep.path, { challenge, code: wrongCode(secret, service.time.now) });
    expect(problem.parse(wrong.json())).toMatchObject({ code: 'two-step-failed', status: 401, triesLeft: 4 });
    const [recoveryCode = ''] = codes;
    tokenGrant.parse(good(await post(sessions.confirmTwoStep.path, { challenge, code: recoveryCode }), 201));
    const used = await post(sessions.confirmTwoStep.path, { challenge, code: recoveryCode });
    expect(problem.parse(used.json())).toMatchObject({ code: 'two-step-expired', status: 410 });
    const security = await service.app.inject({
      url: accounts.security.path,
      headers: { authorization: `Bearer ${mine.accessToken}` },
    });
    expect(accountSecurity.parse(good(security, 200)).twoStep).toMatchObject({ on: true, recoveryCodesLeft: 9 });
    const renewed = recoveryCodes.parse(good(await post(twoStep.renewRecoveryCodes.path, proof), 200));
    expect(renewed.codes).toHaveLength(10);
    expect(accountSecurity.parse(good(await post(twoStep.turnOff.path, proof), 200)).twoStep).toEqual({ on: false });
    expect(await service.post.deliver()).toHaveLength(1);
    tokenGrant.parse(good(await post(sessions.create.path, annasSignIn), 201));
    const log = service.log.join('');
    for (const kept of [secret, ...codes, ...renewed.codes, challenge, anna.password]) expect(log).not.toContain(kept);
  });

  it('do not lead past the second step by a refresh or by another way to the same account', async () => {
    const { secret } = twoStepSetup.parse(good(await post(twoStep.setUp.path, proof), 200));
    await post(twoStep.confirm.path, { code: appCode(secret, service.time.now) });
    const answer = await post(sessions.create.path, annasSignIn);
    expect(answer.statusCode).toBe(202);
    expect(answer.body).not.toContain('Token');
    expect(answer.body).not.toContain(anna.contract);
    const begun = await service.sessions.begin(mine.account.id, annasSignIn);
    expect(begun).toHaveProperty('twoStep');
  });

  it('meet hostile bodies with a problem of the asker’s', async () => {
    const challenge = 'A'.repeat(43);
    const body = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.record({ challenge: fc.jsonValue(), code: fc.jsonValue() }).map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }).map((code) => JSON.stringify({ challenge, code })),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ challenge: text, code: '123456' })),
    );
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const answer = await post(sessions.confirmTwoStep.path, payload);
        expect(['input-invalid', 'two-step-expired']).toContain(problem.parse(answer.json()).code);
      }),
      { numRuns: 200 },
    );
    for (const url of [
      twoStep.confirm.path,
      twoStep.setUp.path,
      twoStep.turnOff.path,
      twoStep.renewRecoveryCodes.path,
    ]) {
      for (const payload of ['{}', '[]', '{"password":1}', '{"password":""}', '{"code":"12345"}', '{"code":123456}']) {
        expect(problem.parse((await post(url, payload)).json()).code).toBe('input-invalid');
      }
    }
  });
});
