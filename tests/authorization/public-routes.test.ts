import { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { operations } from '#protocol/api/operations.ts';
import { health } from '#protocol/api/health.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { createPasswords } from '../../operator/domains/accounts/passwords/passwords.ts';
import { usualLimits, type Limits } from '../../operator/platform/http/rate-limits.ts';
import { addressKinds, makeAddresses, type AddressKind } from './addresses.ts';
import { codeOf, operationName, seen, startRig, type Operation, type Request, type Rig } from './harness.ts';
import { marina, place, signIn } from './fixture-data.ts';

const language = 'en';
const wrong = 'no password of anybody';
const MINUTE = 60_000;

interface PublicRoute {
  readonly title: string;
  readonly template: string;
  /** Request body for an address. */
  body(email: string): object;
  readonly signedIn?: boolean;
}

const publicRoutes: readonly PublicRoute[] = [
  { title: 'sign-in', template: sessions.create.path, body: (email) => ({ email, password: wrong, ...place }) },
  {
    title: 'registration',
    template: registrations.create.path,
    body: (email) => ({ email, password: wrong, advertisingConsent: true, consentTextVersion: '2026-09', language }),
  },
  {
    title: 'the letter of a registration',
    template: registrations.resendMail.path,
    body: (email) => ({ email, language }),
  },
  { title: 'a lost password', template: passwordResets.create.path, body: (email) => ({ email, language }) },
  {
    title: 'another address',
    template: accounts.changeEmail.path,
    body: (email) => ({ email, password: marina.password, language }),
    signedIn: true,
  },
];

/** Request times, ms after the first: enough to trigger every wait and exceed the hourly mail limit. */
const moments = [
  0,
  0,
  0,
  0,
  0,
  0,
  1_000,
  30_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  3 * MINUTE,
  5 * MINUTE,
  8 * MINUTE,
  13 * MINUTE,
];

describeOnDatabases('the response of a public route', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  let hash: string;
  beforeAll(async () => {
    hash = await createPasswords({ logN: 4, r: 1, p: 1 }).hash('the right password');
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
  });
  afterAll(async () => {
    await harness.close();
    await database.remove();
  });

  it.each(publicRoutes.map((route, at) => [route.title, route, at] as const))(
    'is byte-identical for every kind of address, also when throttled: %s',
    async (_title, route, at) => {
      harness.time.now += 24 * 60 * MINUTE;
      const addresses = await makeAddresses(harness, `route${at}`, hash);
      harness.time.now += 2 * MINUTE;
      const start = harness.time.now;
      const answers = new Map<AddressKind, ReturnType<typeof seen>[]>(addressKinds.map((one) => [one, []]));
      for (const moment of moments) {
        harness.time.now = start + moment;
        const token = route.signedIn === true ? (await signIn(harness, marina)).accessToken : null;
        for (const one of addressKinds) {
          const request: Request = { method: 'POST', template: route.template, body: route.body(addresses[one]) };
          const answer = await harness.ask({ ...request, ...(token === null ? {} : { token }) });
          answers.get(one)?.push(seen(answer));
        }
      }
      const unknown = answers.get('unknown') ?? [];
      expect(unknown).toHaveLength(moments.length);
      for (const [one, theirs] of answers) expect({ one, answers: theirs }).toEqual({ one, answers: unknown });
      // Verifies that the request times trigger the limits.
      const statuses = new Set(unknown.map(({ status }) => status));
      expect([...statuses]).toEqual(route.template === sessions.create.path ? [401, 429] : [202]);
    },
  );
});

/**
 * Public routes that cost hashes or mail, or create a session; derived from the OpenAPI document, so that new ones are
 * included. The payment webhook is excluded: it grants nothing, and all of its requests may come from one address. It has
 * its own limit per address, checked before the signature.
 */
const isCostlyRoute = ({ closed, method, path }: Operation): boolean =>
  !closed &&
  !path.startsWith('/console/') &&
  path !== operations.payments.webhook.path &&
  (method === 'POST' || path.startsWith('/oauth/'));

const limitCases: readonly [keyof Limits, (operation: Operation) => boolean][] = [
  ['signInsPerAddress', isCostlyRoute],
  ['perSession', ({ closed }) => closed],
  ['perAddress', ({ path }) => !path.startsWith('/health/')],
];

describe('rate limits', () => {
  it.each(limitCases)('refuse with the time to wait, at every limited route: %s', async (limit, isLimited) => {
    const database = await freshDatabase('sqlite');
    const limits = { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9, perSession: 1e9, [limit]: 2 };
    const harness = await startRig(database.address, { limits });
    try {
      // With a limit of two these are the allowed requests.
      const routes = await harness.operations();
      const { accessToken: token } = await signIn(harness, marina);
      const parts = { contractNumber: '2256884759', sessionId: 'x', provider: 'vk', letterId: 'x', purpose: 'email' };
      const ask = ({ method, path }: Operation): ReturnType<Rig['ask']> =>
        harness.ask({ method, template: path.replace(/\{(\w+)\}/g, ':$1'), parts, token });
      const limited = routes.filter(isLimited);
      expect(limited.length).toBeGreaterThan(10);
      const gentle: Request = {
        method: 'GET',
        template: limit === 'signInsPerAddress' ? operations.oauth.authorize.path : accounts.read.path,
        token,
      };
      for (let times = 0; times < 2; times += 1) await harness.ask(gentle);
      for (const operation of limited) {
        const answer = await ask(operation);
        expect({ name: operation.name, code: answer.status === 429 ? codeOf(answer) : answer }).toEqual({
          name: operation.name,
          code: 'too-many-requests',
        });
        expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
        expect(answer.text).toMatch(/"retryAfterMs":[1-9]/);
      }
      expect((await harness.ask({ method: 'GET', template: health.live.path })).status).toBe(200);
    } finally {
      await harness.close();
      await database.remove();
    }
  });

  it('cover the public routes of the document', async () => {
    const database = await freshDatabase('sqlite');
    const harness = await startRig(database.address, { demo: false });
    try {
      const found = (await harness.operations()).filter(isCostlyRoute).map(({ name }) => name);
      for (const { template, signedIn } of publicRoutes) {
        if (signedIn !== true) expect(found).toContain(operationName({ method: 'POST', template }));
      }
      expect(found).toContain('POST /oauth/token');
      expect(found).toContain('POST /v1/sessions/two-step');
    } finally {
      await harness.close();
      await database.remove();
    }
  });
});
