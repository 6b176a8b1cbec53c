import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { overview } from '#protocol/api/overview.ts';
import { accounts, twoStep } from '#protocol/api/accounts.ts';
import { paths } from '#protocol/api/paths.ts';
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

/** A door that counts: what is tried at it, and what is right. */
interface Counting {
  /** Each wrong try; some of them differ, as a guesser's do. */
  wrong(times: number): Promise<Answer>;
  right(): Promise<Answer>;
  readonly refused: string;
  readonly throttled: string;
}

type Prepare = (rig: Rig) => Promise<Counting>;

const post = (rig: Rig, template: string, body: object, token?: string): Promise<Answer> =>
  rig.ask({ method: 'POST', template, body, ...(token === undefined ? {} : { token }) });

/** Keeps a session of an account alive over the hours of a test. */
function session(rig: Rig, first: TokenGrant): () => Promise<string> {
  let grant = first;
  return async () => {
    const answer = await post(rig, paths.refresh, { refreshToken: grant.refreshToken });
    grant = tokenGrant.parse(JSON.parse(answer.text));
    return grant.accessToken;
  };
}

async function twoStepOn(rig: Rig): Promise<{ secret: string; challenge(): Promise<string> }> {
  const { accessToken } = await signIn(rig, marina);
  const { password, email } = marina;
  const { secret } = twoStepSetup.parse(
    JSON.parse((await post(rig, twoStep.setUp.path, { password }, accessToken)).text),
  );
  const code = appCode(secret, rig.server.core.clock.now());
  const answer = await post(rig, twoStep.confirm.path, { code }, accessToken);
  recoveryCodes.parse(JSON.parse(answer.text));
  rig.time.now += 30 * SECOND;
  return {
    secret,
    async challenge() {
      const begun = await post(rig, paths.sessions, { email, password, ...place });
      return twoStepChallenge.parse(JSON.parse(begun.text)).twoStep.challenge;
    },
  };
}

async function registered(rig: Rig): Promise<{ token: string; password: string }> {
  const password = 'nine herons by the river';
  const email = 'nina@example.test';
  const consent = { advertisingConsent: false, consentTextVersion: '2026-09' };
  await post(rig, paths.registrations, { email, password, language, ...consent });
  return { token: await rig.linkTo(email, 'registration'), password };
}

const throttles: readonly (readonly [string, Prepare])[] = [
  [
    'sign-in',
    (rig) =>
      Promise.resolve({
        wrong: (times) => post(rig, paths.sessions, { email: marina.email, password: `${wrong} ${times}`, ...place }),
        right: () => post(rig, paths.sessions, { email: marina.email, password: marina.password, ...place }),
        refused: 'sign-in-failed',
        throttled: 'sign-in-throttled',
      }),
  ],
  [
    'the second step',
    async (rig) => {
      const { secret, challenge } = await twoStepOn(rig);
      const now = (): number => rig.server.core.clock.now();
      const answer = async (code: string): Promise<Answer> =>
        // A challenge has as many tries as come before the first wait, so a guesser begins anew each time.
        post(rig, paths.twoStepSignIn, { challenge: await challenge(), code });
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
    async (rig) => {
      const token = session(rig, await signIn(rig, marina));
      const prove = async (password: string): Promise<Answer> =>
        post(rig, twoStep.setUp.path, { password }, await token());
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
    async (rig) => {
      const token = session(rig, await signIn(rig, marina));
      const open = async (password: string): Promise<Answer> => post(rig, paths.unlock, { password }, await token());
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
    async (rig) => {
      const { token, password } = await registered(rig);
      const confirm = (typed: string): Promise<Answer> =>
        post(rig, paths.registrationConfirmation, { token, password: typed, ...place });
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
    async (rig) => {
      const { token, password } = await registered(rig);
      const confirmed = await post(rig, paths.registrationConfirmation, { token, password, ...place });
      const access = session(rig, tokenGrant.parse(JSON.parse(confirmed.text)));
      const [spare] = spareContracts;
      if (!spare) throw new Error('The demo has no spare contract.');
      const { surname, firstName, card: cardNumber, number: contractNumber } = spare;
      const claim = { surname, firstName, patronymic: spare.patronymic ?? '', cardNumber, contractNumber };
      const complete = async (body: object): Promise<Answer> => post(rig, paths.accountContracts, body, await access());
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

/** What a person is told: the code, and how long to wait or how many tries are left. */
function told(answer: Answer): { code: string; triesLeft?: number | undefined; waitMs?: number | undefined } {
  if (answer.status < 400) return { code: 'good' };
  const { code, triesLeft, retryAfterMs } = problem.parse(JSON.parse(answer.text));
  if (code.endsWith('throttled')) {
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBe(Math.ceil((retryAfterMs ?? 0) / SECOND));
  }
  return { code, triesLeft, waitMs: retryAfterMs };
}

describeOnDatabases('wrong tries', (kind) => {
  let database: TestDatabase;
  let rig: Rig;
  beforeEach(async () => {
    database = await freshDatabase(kind);
    rig = await startRig(database.address);
  });
  afterEach(async () => {
    await rig.close();
    await database.remove();
  });

  it.each(throttles)('let waits grow from 30 s to 1 h, and end with a right one: %s', async (title, prepare) => {
    const door = await prepare(rig);
    let tries = 0;
    const tryWrong = async (): Promise<ReturnType<typeof told>> => told(await door.wrong((tries += 1)));
    // A challenge of two-step sign-in counts its own tries, and each of these is begun anew.
    const left = (expected: number): number => (title === 'the second step' ? 4 : expected);
    for (let failure = 1; failure <= 4; failure += 1) {
      expect(await tryWrong()).toEqual({ code: door.refused, triesLeft: left(5 - failure), waitMs: undefined });
    }
    const waits = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600].map((seconds) => seconds * SECOND);
    for (const waitMs of waits) {
      expect(await tryWrong()).toEqual({ code: door.refused, triesLeft: left(0), waitMs });
      // While it runs nothing is looked at, not even what is right; and asking does not make it longer.
      expect(await tryWrong()).toEqual({ code: door.throttled, waitMs });
      rig.time.now += waitMs - 1;
      expect(told(await door.right())).toEqual({ code: door.throttled, waitMs: 1 });
      rig.time.now += 1;
    }
    expect(told(await door.right())).toEqual({ code: 'good' });
    if (title === 'the completion of a registration' || title === 'the confirmation of a registration') return;
    expect(await tryWrong()).toEqual({ code: door.refused, triesLeft: 4, waitMs: undefined });
  });

  it('made at once count as if one after another', async () => {
    const door = await throttles[0]![1](rig);
    const answers = await Promise.all(Array.from({ length: 12 }, (_none, at) => door.wrong(at)));
    const codes = answers.map((answer) => told(answer).code);
    expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(5);
    expect(codes.filter((code) => code === 'sign-in-throttled')).toHaveLength(7);
  });

  it('from outside leave a signed-in device as it is, its refresh and its changes too, and everybody else', async () => {
    const device = await signIn(rig, marina);
    const { secret, challenge } = await twoStepOn(rig);
    const begun = await challenge();
    const guess = { challenge: begun, code: wrongCode(secret, rig.server.core.clock.now()) };
    for (let times = 0; times < 12; times += 1) {
      await post(rig, paths.sessions, { email: marina.email, password: wrong, ...place });
      await post(rig, paths.twoStepSignIn, guess);
    }
    const right = { email: marina.email, password: marina.password, ...place };
    expect(told(await post(rig, paths.sessions, right)).code).toBe('sign-in-throttled');
    const refreshed = await post(rig, paths.refresh, { refreshToken: device.refreshToken });
    const token = tokenGrant.parse(JSON.parse(refreshed.text)).accessToken;
    const { password } = marina;
    const change = { password, next: 'quite another one', language };
    const questions: Request[] = [
      { method: 'GET', template: overview.read.path, token, parts: { contractNumber: demoContracts.healthy } },
      { method: 'POST', template: paths.unlock, token, body: { password } },
      {
        method: 'POST',
        template: accounts.changeEmail.path,
        token,
        body: { password, email: 'm@example.test', language },
      },
      { method: 'PUT', template: accounts.changePassword.path, token, body: change },
    ];
    for (const question of questions) expect(told(await rig.ask(question))).toEqual({ code: 'good' });
    await signIn(rig, vera);
  });

  it('at a link to set a password cost nothing but the request: a link is not guessed, and stays good', async () => {
    await post(rig, paths.passwordResets, { email: marina.email, language });
    const link = await rig.linkTo(marina.email, 'password-reset');
    for (let times = 0; times < 30; times += 1) {
      const token = `${link.slice(0, -2)}${String(times).padStart(2, '0')}`;
      if (token === link) continue;
      const answer = await post(rig, paths.passwordResetCompletion, { token, password: 'quite another one' });
      expect(told(answer).code).toBe('link-invalid');
    }
    const good = await post(rig, paths.passwordResetCompletion, { token: link, password: 'quite another one' });
    expect(told(good)).toEqual({ code: 'good' });
    const again = await post(rig, paths.passwordResetCompletion, { token: link, password: 'quite another one' });
    expect(told(again).code).toBe('link-invalid');
  });

  it('end when the owner sets a new password by a link', async () => {
    for (let times = 0; times < 5; times += 1) {
      await post(rig, paths.sessions, { email: marina.email, password: wrong, ...place });
    }
    const signsIn = (password: string): Promise<Answer> =>
      post(rig, paths.sessions, { email: marina.email, password, ...place });
    expect(told(await signsIn(marina.password)).code).toBe('sign-in-throttled');
    await post(rig, paths.passwordResets, { email: marina.email, language });
    const token = await rig.linkTo(marina.email, 'password-reset');
    await post(rig, paths.passwordResetCompletion, { token, password: 'quite another one' });
    expect(told(await signsIn('quite another one'))).toEqual({ code: 'good' });
  });
});
