import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { overview } from '#protocol/api/overview.ts';
import { accounts, twoStep } from '#protocol/api/accounts.ts';
import { twoStepSetup, recoveryCodes } from '#protocol/api/account-security.ts';
import { tokenGrant, twoStepChallenge, type TokenGrant } from '#protocol/api/sessions.ts';
import { problem } from '#protocol/errors/problem.ts';
import { appCode, wrongCode } from '../support/operator/two-step-fixture.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { spareContracts } from '../../operator/outside/seed/spare-contracts.ts';
import { startRig, type Answer, type Request, type Rig } from './harness.ts';
import { marina, place, signIn, vera } from './fixture-data.ts';

const language = 'en';
const wrong = 'no password of anybody';
const SECOND = 1_000;

/** A throttled route with wrong and right attempts. */
interface ThrottledRoute {
  /** Sends the n-th wrong attempt; some routes vary the value. */
  wrong(times: number): Promise<Answer>;
  right(): Promise<Answer>;
  readonly refused: string;
  readonly throttled: string;
}

type Prepare = (harness: Rig) => Promise<ThrottledRoute>;

const post = (harness: Rig, template: string, body: object, token?: string): Promise<Answer> =>
  harness.ask({ method: 'POST', template, body, ...(token === undefined ? {} : { token }) });

/** Returns a function that refreshes a session over the hours of a test. */
function session(harness: Rig, first: TokenGrant): () => Promise<string> {
  let grant = first;
  return async () => {
    const answer = await post(harness, sessions.refresh.path, { refreshToken: grant.refreshToken });
    grant = tokenGrant.parse(JSON.parse(answer.text));
    return grant.accessToken;
  };
}

async function twoStepOn(harness: Rig): Promise<{ secret: string; challenge(): Promise<string> }> {
  const { accessToken } = await signIn(harness, marina);
  const { password, email } = marina;
  const { secret } = twoStepSetup.parse(
    JSON.parse((await post(harness, twoStep.setUp.path, { password }, accessToken)).text),
  );
  const code = appCode(secret, harness.server.core.clock.now());
  const answer = await post(harness, twoStep.confirm.path, { code }, accessToken);
  recoveryCodes.parse(JSON.parse(answer.text));
  harness.time.now += 30 * SECOND;
  return {
    secret,
    async challenge() {
      const begun = await post(harness, sessions.create.path, { email, password, ...place });
      return twoStepChallenge.parse(JSON.parse(begun.text)).twoStep.challenge;
    },
  };
}

async function registered(harness: Rig): Promise<{ token: string; password: string }> {
  const password = 'nine herons by the river';
  const email = 'nina@example.test';
  const consent = { advertisingConsent: false, consentTextVersion: '2026-09' };
  await post(harness, registrations.create.path, { email, password, language, ...consent });
  return { token: await harness.linkTo(email, 'registration'), password };
}

const throttles: readonly (readonly [string, Prepare])[] = [
  [
    'sign-in',
    (harness) =>
      Promise.resolve({
        wrong: (times) =>
          post(harness, sessions.create.path, { email: marina.email, password: `${wrong} ${times}`, ...place }),
        right: () => post(harness, sessions.create.path, { email: marina.email, password: marina.password, ...place }),
        refused: 'sign-in-failed',
        throttled: 'sign-in-throttled',
      }),
  ],
  [
    'the second step',
    async (harness) => {
      const { secret, challenge } = await twoStepOn(harness);
      const now = (): number => harness.server.core.clock.now();
      const answer = async (code: string): Promise<Answer> =>
        // A challenge ends before the first wait, so each attempt uses a new one.
        post(harness, sessions.confirmTwoStep.path, { challenge: await challenge(), code });
      return {
        wrong: () => answer(wrongCode(secret, now())),
        right: () => answer(appCode(secret, now())),
        refused: 'two-step-failed',
        throttled: 'sign-in-throttled',
      };
    },
  ],
  [
    'the proof before a change',
    async (harness) => {
      const token = session(harness, await signIn(harness, marina));
      const prove = async (password: string): Promise<Answer> =>
        post(harness, twoStep.setUp.path, { password }, await token());
      return {
        wrong: (times) => prove(`${wrong} ${times}`),
        right: () => prove(marina.password),
        refused: 'password-wrong',
        throttled: 'password-throttled',
      };
    },
  ],
  [
    'the lock of the program',
    async (harness) => {
      const token = session(harness, await signIn(harness, marina));
      const open = async (password: string): Promise<Answer> =>
        post(harness, sessions.unlock.path, { password }, await token());
      return {
        wrong: (times) => open(`${wrong} ${times}`),
        right: () => open(marina.password),
        refused: 'password-wrong',
        throttled: 'password-throttled',
      };
    },
  ],
  [
    'the confirmation of a registration',
    async (harness) => {
      const { token, password } = await registered(harness);
      const confirm = (typed: string): Promise<Answer> =>
        post(harness, registrations.confirm.path, { token, password: typed, ...place });
      return {
        wrong: (times) => confirm(`${wrong} ${times}`),
        right: () => confirm(password),
        refused: 'sign-in-failed',
        throttled: 'sign-in-throttled',
      };
    },
  ],
  [
    'the completion of a registration',
    async (harness) => {
      const { token, password } = await registered(harness);
      const confirmed = await post(harness, registrations.confirm.path, { token, password, ...place });
      const access = session(harness, tokenGrant.parse(JSON.parse(confirmed.text)));
      const [spare] = spareContracts;
      if (!spare) throw new Error('The demo data has no spare contract.');
      const { surname, firstName, card: cardNumber, number: contractNumber } = spare;
      const claim = { surname, firstName, patronymic: spare.patronymic ?? '', cardNumber, contractNumber };
      const complete = async (body: object): Promise<Answer> =>
        post(harness, registrations.complete.path, body, await access());
      const numbers = [demoContracts.healthy, '1999999999'];
      return {
        wrong: (times) => complete({ ...claim, contractNumber: numbers[times % 2] }),
        right: () => complete(claim),
        refused: 'contract-not-matched',
        throttled: 'contract-match-throttled',
      };
    },
  ],
];

/** Error code with the wait or the remaining attempts. */
function outcomeOf(answer: Answer): { code: string; triesLeft?: number | undefined; waitMs?: number | undefined } {
  if (answer.status < 400) return { code: 'good' };
  const { code, triesLeft, retryAfterMs } = problem.parse(JSON.parse(answer.text));
  if (code.endsWith('throttled')) {
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBe(Math.ceil((retryAfterMs ?? 0) / SECOND));
  }
  return { code, triesLeft, waitMs: retryAfterMs };
}

describeOnDatabases('failed attempts', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  beforeEach(async () => {
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
  });
  afterEach(async () => {
    await harness.close();
    await database.remove();
  });

  it.each(throttles)('increase the wait from 30 s to 1 h; a right attempt resets it: %s', async (title, prepare) => {
    const route = await prepare(harness);
    let tries = 0;
    const tryWrong = async (): Promise<ReturnType<typeof outcomeOf>> => outcomeOf(await route.wrong((tries += 1)));
    // Each two-step challenge is new and counts its own attempts.
    const left = (expected: number): number => (title === 'the second step' ? 4 : expected);
    for (let failure = 1; failure <= 4; failure += 1) {
      expect(await tryWrong()).toEqual({ code: route.refused, triesLeft: left(5 - failure), waitMs: undefined });
    }
    const waits = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600].map((seconds) => seconds * SECOND);
    for (const waitMs of waits) {
      expect(await tryWrong()).toEqual({ code: route.refused, triesLeft: left(0), waitMs });
      // During the wait even a right attempt is refused, and attempts do not extend it.
      expect(await tryWrong()).toEqual({ code: route.throttled, waitMs });
      harness.time.now += waitMs - 1;
      expect(outcomeOf(await route.right())).toEqual({ code: route.throttled, waitMs: 1 });
      harness.time.now += 1;
    }
    expect(outcomeOf(await route.right())).toEqual({ code: 'good' });
    if (title === 'the completion of a registration' || title === 'the confirmation of a registration') return;
    expect(await tryWrong()).toEqual({ code: route.refused, triesLeft: 4, waitMs: undefined });
  });

  it('made concurrently count like consecutive ones', async () => {
    const route = await throttles[0]![1](harness);
    const answers = await Promise.all(Array.from({ length: 12 }, (_none, at) => route.wrong(at)));
    const codes = answers.map((answer) => outcomeOf(answer).code);
    expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(5);
    expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(7);
  });

  it('do not affect signed-in devices or other accounts', async () => {
    const device = await signIn(harness, marina);
    const { secret, challenge } = await twoStepOn(harness);
    const begun = await challenge();
    const guess = { challenge: begun, code: wrongCode(secret, harness.server.core.clock.now()) };
    for (let times = 0; times < 12; times += 1) {
      await post(harness, sessions.create.path, { email: marina.email, password: wrong, ...place });
      await post(harness, sessions.confirmTwoStep.path, guess);
    }
    const right = { email: marina.email, password: marina.password, ...place };
    expect(outcomeOf(await post(harness, sessions.create.path, right)).code).toBe('sign-in-throttled');
    const refreshed = await post(harness, sessions.refresh.path, { refreshToken: device.refreshToken });
    const token = tokenGrant.parse(JSON.parse(refreshed.text)).accessToken;
    const { password } = marina;
    const change = { password, next: 'quite another one', language };
    const questions: Request[] = [
      { method: 'GET', template: overview.read.path, token, parts: { contractNumber: demoContracts.healthy } },
      { method: 'POST', template: sessions.unlock.path, token, body: { password } },
      {
        method: 'POST',
        template: accounts.changeEmail.path,
        token,
        body: { password, email: 'm@example.test', language },
      },
      { method: 'PUT', template: accounts.changePassword.path, token, body: change },
    ];
    for (const question of questions) expect(outcomeOf(await harness.ask(question))).toEqual({ code: 'good' });
    await signIn(harness, vera);
  });

  it('at a password link do not invalidate the link', async () => {
    await post(harness, passwordResets.create.path, { email: marina.email, language });
    const link = await harness.linkTo(marina.email, 'password-reset');
    for (let times = 0; times < 30; times += 1) {
      const token = `${link.slice(0, -2)}${String(times).padStart(2, '0')}`;
      if (token === link) continue;
      const answer = await post(harness, passwordResets.complete.path, { token, password: 'quite another one' });
      expect(outcomeOf(answer).code).toBe('link-invalid');
    }
    const good = await post(harness, passwordResets.complete.path, { token: link, password: 'quite another one' });
    expect(outcomeOf(good)).toEqual({ code: 'good' });
    const again = await post(harness, passwordResets.complete.path, { token: link, password: 'quite another one' });
    expect(outcomeOf(again).code).toBe('link-invalid');
  });

  it('are reset when the owner sets a new password by a link', async () => {
    for (let times = 0; times < 5; times += 1) {
      await post(harness, sessions.create.path, { email: marina.email, password: wrong, ...place });
    }
    const signsIn = (password: string): Promise<Answer> =>
      post(harness, sessions.create.path, { email: marina.email, password, ...place });
    expect(outcomeOf(await signsIn(marina.password)).code).toBe('sign-in-throttled');
    await post(harness, passwordResets.create.path, { email: marina.email, language });
    const token = await harness.linkTo(marina.email, 'password-reset');
    await post(harness, passwordResets.complete.path, { token, password: 'quite another one' });
    expect(outcomeOf(await signsIn('quite another one'))).toEqual({ code: 'good' });
  });
});
