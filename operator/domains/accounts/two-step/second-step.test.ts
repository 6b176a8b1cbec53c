import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { tokenGrant, twoStepChallenge, type TokenGrant } from '#protocol/api/sessions.ts';
import type { ProblemError } from '../../../platform/http/problem-error.ts';
import { anna, annasSignIn, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { outcomes, refusal, refusalCode } from '#tests/operator/session-fixture.ts';
import { appCode, twoStepBench, wrongCode, type TwoStepBench } from '#tests/operator/two-step-fixture.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('the second step', (kind) => {
  let database: TestDatabase;
  let service: TestService;
  let bench: TwoStepBench;
  let secret: string;
  let recoveryCodes: readonly string[];
  let signedInBefore: TokenGrant;

  beforeEach(async () => {
    database = await freshDatabase(kind);
    service = await testService(database.address);
    bench = twoStepBench(service);
    signedInBefore = await service.signIn();
    ({ secret, recoveryCodes } = await bench.turnOn());
  });
  afterEach(async () => {
    await service.close();
    await database.remove();
  });

  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const right = (aside = 0): string => appCode(secret, service.time.now + aside);
  const wrong = (): string => wrongCode(secret, service.time.now);
  const finish = (challenge: string, code: string): Promise<TokenGrant> => bench.finish({ challenge, code });
  const fail = async (challenge: string, code = wrong()): Promise<ProblemError> => refusal(finish(challenge, code));
  const sessionsOfAnna = async (): Promise<number> =>
    (await service.core.db.selectFrom('sessions').select('id').execute()).length;

  it('is asked for after a right password, and gives the session its sign-in asked for', async () => {
    const answer = twoStepChallenge.parse(
      await service.sessions.signIn({
        ...annasSignIn,
        computer: 'shared',
        device: { name: 'Hers', platform: 'macos' },
      }),
    );
    expect(answer.twoStep.expiresInMs).toBe(rules.twoStepMs);
    expect(answer).not.toHaveProperty('account');
    const grant = tokenGrant.parse(await finish(answer.twoStep.challenge, right()));
    expect(grant.session).toMatchObject({ computer: 'shared', idleMs: rules.sharedIdleMs });
    expect(grant.account.email).toBe(anna.email);
    await service.sessions.authenticate(grant.accessToken, true);
    const device = await service.core.db
      .selectFrom('sessions')
      .select(['device_name', 'device_platform'])
      .where('id', '=', grant.session.id)
      .executeTakeFirst();
    expect(device).toEqual({ device_name: 'Hers', device_platform: 'macos' });
  });

  it('makes a wrong password no different from one where it is off', async () => {
    const signIn = (email: string): Promise<unknown> =>
      service.sessions.signIn({ ...annasSignIn, email, password: 'wrong password' });
    const on = await refusal(signIn(anna.email));
    const unknown = await refusal(signIn('nobody@example.test'));
    expect([on.code, on.facts]).toEqual([unknown.code, unknown.facts]);
    expect(await service.core.db.selectFrom('sign_in_challenges').selectAll().execute()).toEqual([]);
  });

  it('stores no challenge readable', async () => {
    const challenge = await bench.challenge();
    const rows = await service.core.db.selectFrom('sign_in_challenges').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(challenge);
  });

  it('opens nothing by itself: a challenge is no token', async () => {
    const challenge = await bench.challenge();
    expect(await refusalCode(service.sessions.authenticate(challenge, true))).toBe('session-expired');
    expect(await refusalCode(service.sessions.refresh(challenge))).toBe('session-ended');
  });

  it('takes a code of a phone whose clock is up to a step off', async () => {
    expect(await refusalCode(finish(await bench.challenge(), right(-60_000)))).toBe('two-step-failed');
    pass(60_000);
    await finish(await bench.challenge(), right(-30_000));
    await finish(await bench.challenge(), right());
    await finish(await bench.challenge(), right(30_000));
    expect(await refusalCode(finish(await bench.challenge(), right(60_000)))).toBe('two-step-failed');
  });

  it('takes no code twice, nor one older than another that was taken, at any challenge', async () => {
    const older = right();
    pass(30_000);
    const newer = right();
    await finish(await bench.challenge(), newer);
    expect(await refusalCode(finish(await bench.challenge(), newer))).toBe('two-step-failed');
    expect(await refusalCode(finish(await bench.challenge(), older))).toBe('two-step-failed');
    pass(30_000);
    await finish(await bench.challenge(), right());
  });

  it('does not take the code again that turned it on', async () => {
    pass(-30_000);
    expect(await refusalCode(finish(await bench.challenge(), right()))).toBe('two-step-failed');
  });

  it('answers a challenge once', async () => {
    const challenge = await bench.challenge();
    await finish(challenge, right());
    pass(30_000);
    expect(await refusalCode(finish(challenge, right()))).toBe('two-step-expired');
    expect(await refusalCode(finish('A'.repeat(43), right()))).toBe('two-step-expired');
  });

  it('is asked for a few minutes, to the millisecond', async () => {
    const early = await bench.challenge();
    const late = await bench.challenge();
    pass(rules.twoStepMs - 1);
    await finish(early, right());
    pass(1);
    expect(await refusalCode(finish(late, right(30_000)))).toBe('two-step-expired');
    await service.sessions.purge();
    expect(await service.core.db.selectFrom('sign_in_challenges').selectAll().execute()).toEqual([]);
  });

  it('lets one of 20 in that come at once with the same code and challenge', async () => {
    const challenge = await bench.challenge();
    const before = await sessionsOfAnna();
    const other = await secondInstance();
    const code = right();
    const tries = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? bench : other).finish({ challenge, code }));
    const codes = await outcomes(tries);
    expect(codes.filter((one) => one === 'good')).toHaveLength(1);
    // One instance lets no more than 16 of an account stand in line.
    expect(codes.filter((one) => one === 'too-many-requests')).toHaveLength(kind === 'sqlite' ? 4 : 0);
    expect(codes.filter((one) => one === 'two-step-expired')).toHaveLength(kind === 'sqlite' ? 15 : 19);
    expect(await sessionsOfAnna()).toBe(before + 1);
  });

  it('lets one of 8 in that come at once with the same code at challenges of their own', async () => {
    const challenges = [];
    for (let i = 0; i < 8; i += 1) challenges.push(await bench.challenge());
    const before = await sessionsOfAnna();
    const other = await secondInstance();
    const code = right();
    const tries = challenges.map((challenge, i) => (i % 2 === 0 ? bench : other).finish({ challenge, code }));
    const codes = await outcomes(tries);
    expect(codes.filter((one) => one === 'good')).toHaveLength(1);
    for (const one of codes) expect(['good', 'two-step-failed', 'sign-in-throttled']).toContain(one);
    expect(await sessionsOfAnna()).toBe(before + 1);
  });

  const others: TestService[] = [];
  /** On SQLite there is one instance. */
  async function secondInstance(): Promise<TwoStepBench> {
    if (kind === 'sqlite') return bench;
    const other = await testService(database.address, { fresh: false, time: service.time });
    others.push(other);
    return twoStepBench(other);
  }
  afterEach(async () => {
    for (const one of others.splice(0)) await one.close();
  });

  describe('wrong', () => {
    it('tells how many tries its challenge has left, and then the challenge is gone', async () => {
      const challenge = await bench.challenge();
      const facts = [];
      for (let i = 0; i < rules.twoStepTries; i += 1) facts.push((await fail(challenge)).facts);
      expect(facts.map((one) => one.triesLeft)).toEqual([4, 3, 2, 1, 0]);
      expect(facts.map((one) => one.retryAfterMs)).toEqual([...Array<undefined>(4), rules.signInFirstWaitMs]);
      expect((await fail(challenge, right())).code).toBe('two-step-expired');
    });

    it('counts whatever the text is', async () => {
      const challenge = await bench.challenge();
      for (const [i, code] of ['      x', 'zzzz-zzzz', 'drop table', '1234567'].entries()) {
        const { code: refused, facts } = await fail(challenge, code);
        expect([refused, facts.triesLeft]).toEqual(['two-step-failed', 3 - i + 1]);
      }
    });

    it('makes wait ever longer over challenges; a right password does not begin the count anew', async () => {
      let wait = rules.signInFirstWaitMs;
      const first = await bench.challenge();
      for (let i = 0; i < rules.signInTries; i += 1) await fail(first);
      for (let i = 0; i < 4; i += 1) {
        const challenge = await bench.challenge();
        const held = await fail(challenge, right());
        expect([held.code, held.facts]).toEqual(['sign-in-throttled', { retryAfterMs: wait }]);
        pass(wait);
        const again = await bench.challenge();
        wait *= 2;
        expect((await fail(again)).facts).toEqual({ triesLeft: 4, retryAfterMs: wait });
      }
    });

    it('costs the challenge nothing while a wait runs, for codes of both kinds', async () => {
      for (let i = 0; i < 4; i += 1) await fail(await bench.challenge());
      const challenge = await bench.challenge();
      expect((await fail(challenge)).facts).toEqual({ triesLeft: 4, retryAfterMs: rules.signInFirstWaitMs });
      const [recoveryCode = ''] = recoveryCodes;
      for (let i = 0; i < 6; i += 1) {
        expect((await fail(challenge, i % 2 === 0 ? recoveryCode : right())).code).toBe('sign-in-throttled');
      }
      pass(rules.signInFirstWaitMs);
      await finish(challenge, right());
    });

    it('leaves devices that are signed in alone, and their changes by password', async () => {
      const challenge = await bench.challenge();
      for (let i = 0; i < rules.twoStepTries; i += 1) await fail(challenge);
      await service.sessions.authenticate(signedInBefore.accessToken, true);
      const next = await service.sessions.refresh(signedInBefore.refreshToken);
      const caller = { accountId: next.account.id, sessionId: next.session.id };
      await bench.twoStep.renewRecoveryCodes(caller, anna.password);
    });

    it('is forgotten when a right one follows', async () => {
      const challenge = await bench.challenge();
      for (let i = 0; i < 4; i += 1) await fail(challenge);
      await finish(challenge, right());
      const next = await bench.challenge();
      for (let i = 0; i < 4; i += 1) expect((await fail(next)).facts.retryAfterMs).toBeUndefined();
    });

    it('slips through the count in no greater number when tries come at once', async () => {
      const challenges = [];
      for (let i = 0; i < 12; i += 1) challenges.push(await bench.challenge());
      const other = await secondInstance();
      const code = wrong();
      const tries = challenges.map((challenge, i) => (i % 2 === 0 ? bench : other).finish({ challenge, code }));
      const codes = await outcomes(tries);
      expect(codes.filter((one) => one === 'two-step-failed')).toHaveLength(rules.signInTries);
      expect(codes.filter((one) => one === 'sign-in-throttled')).toHaveLength(12 - rules.signInTries);
    });
  });

  describe('by a recovery code', () => {
    it('is taken once each, however it is typed', async () => {
      const [first = '', second = '', third = ''] = recoveryCodes;
      await finish(await bench.challenge(), first);
      await finish(await bench.challenge(), ` ${second.toUpperCase().replace('-', ' ')} `);
      await finish(await bench.challenge(), third.replace('-', '').replaceAll('0', 'O').replaceAll('1', 'l'));
      for (const code of [first, second, third]) {
        expect(await refusalCode(finish(await bench.challenge(), code))).toBe('two-step-failed');
      }
    });

    it('is taken by one of 20 that come at once', async () => {
      const [code = ''] = recoveryCodes;
      const challenges = [await bench.challenge(), await bench.challenge()];
      const before = await sessionsOfAnna();
      const other = await secondInstance();
      const tries = Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? bench : other).finish({ challenge: challenges[i % 2] ?? '', code }),
      );
      const codes = await outcomes(tries);
      expect(codes.filter((one) => one === 'good')).toHaveLength(1);
      expect(await sessionsOfAnna()).toBe(before + 1);
    });

    it('works when the last one is left, and not when none is', async () => {
      for (const code of recoveryCodes) await finish(await bench.challenge(), code);
      expect(await refusalCode(finish(await bench.challenge(), recoveryCodes[0] ?? ''))).toBe('two-step-failed');
      await finish(await bench.challenge(), right());
    });
  });

  it('is over when the account’s sessions are ended', async () => {
    const challenge = await bench.challenge();
    await service.sessions.endAll(signedInBefore.account.id, null, 'password-changed');
    expect(await refusalCode(finish(challenge, right()))).toBe('two-step-expired');
    await finish(await bench.challenge(), right());
  });

  it('leaves no session behind when all are ended in the same moment', async () => {
    const challenges = [await bench.challenge(), await bench.challenge()];
    const code = right();
    const ending = service.sessions.endAll(signedInBefore.account.id, null, 'password-changed');
    await Promise.all([ending, outcomes(challenges.map((challenge) => finish(challenge, code)))]);
    const alive = await service.core.db.selectFrom('sessions').select('id').where('ended_at', 'is', null).execute();
    // Whichever came first, no session of a challenge from before outlives the end of all.
    expect(alive).toEqual([]);
  });
});
