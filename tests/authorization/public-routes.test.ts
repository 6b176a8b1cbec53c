import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { operations } from '#protocol/api/operations.ts';
import { health } from '#protocol/api/health.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { paths } from '#protocol/api/paths.ts';
import { createPasswords } from '../../operator/domains/accounts/passwords/passwords.ts';
import { usualLimits, type Limits } from '../../operator/platform/http/rate-limits.ts';
import { addressKinds, makeAddresses, type AddressKind } from './addresses.ts';
import { codeOf, operationName, seen, startRig, type Operation, type Request, type Rig } from './harness.ts';
import { marina, place, signIn } from './fixture-data.ts';

const language = 'en';
const wrong = 'no password of anybody';
const MINUTE = 60_000;

interface Door {
  readonly title: string;
  readonly template: string;
  /** Body for an address. */
  body(email: string): object;
  readonly signedIn?: boolean;
}

const doors: readonly Door[] = [
  { title: 'sign-in', template: paths.sessions, body: (email) => ({ email, password: wrong, ...place }) },
  {
    title: 'registration',
    template: paths.registrations,
    body: (email) => ({ email, password: wrong, advertisingConsent: true, consentTextVersion: '2026-09', language }),
  },
  { title: 'the letter of a registration', template: paths.registrationLetter, body: (email) => ({ email, language }) },
  { title: 'a lost password', template: paths.passwordResets, body: (email) => ({ email, language }) },
  {
    title: 'another address',
    template: accounts.changeEmail.path,
    body: (email) => ({ email, password: marina.password, language }),
    signedIn: true,
  },
];

/** Moments of asking, ms after the first: often enough for every wait, and for the letters of an hour to be used up. */
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

describeOnDatabases('what a door answers', (kind) => {
  let database: TestDatabase;
  let rig: Rig;
  let hash: string;
  beforeAll(async () => {
    hash = await createPasswords({ logN: 4, r: 1, p: 1 }).hash('the right password');
    database = await freshDatabase(kind);
    rig = await startRig(database.address);
  });
  afterAll(async () => {
    await rig.close();
    await database.remove();
  });

  it.each(doors.map((door, at) => [door.title, door, at] as const))(
    'is the same to the byte whatever the address, also when asked too often: %s',
    async (_title, door, at) => {
      rig.time.now += 24 * 60 * MINUTE;
      const addresses = await makeAddresses(rig, `door${at}`, hash);
      rig.time.now += 2 * MINUTE;
      const start = rig.time.now;
      const answers = new Map<AddressKind, ReturnType<typeof seen>[]>(addressKinds.map((one) => [one, []]));
      for (const moment of moments) {
        rig.time.now = start + moment;
        const token = door.signedIn === true ? (await signIn(rig, marina)).accessToken : null;
        for (const one of addressKinds) {
          const request: Request = { method: 'POST', template: door.template, body: door.body(addresses[one]) };
          const answer = await rig.ask({ ...request, ...(token === null ? {} : { token }) });
          answers.get(one)?.push(seen(answer));
        }
      }
      const unknown = answers.get('unknown') ?? [];
      expect(unknown).toHaveLength(moments.length);
      for (const [one, theirs] of answers) expect({ one, answers: theirs }).toEqual({ one, answers: unknown });
      // The moments do what they are there for.
      const statuses = new Set(unknown.map(({ status }) => status));
      expect([...statuses]).toEqual(door.template === paths.sessions ? [401, 429] : [202]);
    },
  );
});

/**
 * Doors cost hashes and letters, or make a session; told from the document, so that a new one is not forgotten. What the
 * payment system tells is none: it opens nothing, and may come for every payer from one address. Of it and of whoever
 * forges it the address's own limit is asked, before the signature is looked at.
 */
const isDoor = ({ closed, method, path }: Operation): boolean =>
  !closed &&
  !path.startsWith('/console/') &&
  path !== operations.payments.webhook.path &&
  (method === 'POST' || path.startsWith('/oauth/'));

const limitsTried: readonly [keyof Limits, (operation: Operation) => boolean][] = [
  ['signInsPerAddress', isDoor],
  ['perSession', ({ closed }) => closed],
  ['perAddress', ({ path }) => !path.startsWith('/health/')],
];

describe('what is asked for too often', () => {
  it.each(limitsTried)(
    'is refused with the time to wait, at every route that is limited: %s',
    async (limit, isLimited) => {
      const database = await freshDatabase('sqlite');
      const limits = { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9, perSession: 1e9, [limit]: 2 };
      const rig = await startRig(database.address, { limits });
      try {
        // Of what may be asked twice these are the first two.
        const routes = await rig.operations();
        const { accessToken: token } = await signIn(rig, marina);
        const parts = { contractNumber: '2256884759', sessionId: 'x', provider: 'vk', letterId: 'x', purpose: 'email' };
        const ask = ({ method, path }: Operation): ReturnType<Rig['ask']> =>
          rig.ask({ method, template: path.replace(/\{(\w+)\}/g, ':$1'), parts, token });
        const limited = routes.filter(isLimited);
        expect(limited.length).toBeGreaterThan(10);
        const gentle: Request = {
          method: 'GET',
          template: limit === 'signInsPerAddress' ? operations.oauth.authorize.path : accounts.read.path,
          token,
        };
        for (let times = 0; times < 2; times += 1) await rig.ask(gentle);
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
        expect((await rig.ask({ method: 'GET', template: health.live.path })).status).toBe(200);
      } finally {
        await rig.close();
        await database.remove();
      }
    },
  );

  it('names the doors that the document has', async () => {
    const database = await freshDatabase('sqlite');
    const rig = await startRig(database.address, { demo: false });
    try {
      const found = (await rig.operations()).filter(isDoor).map(({ name }) => name);
      for (const { template, signedIn } of doors) {
        if (signedIn !== true) expect(found).toContain(operationName({ method: 'POST', template }));
      }
      expect(found).toContain('POST /oauth/token');
      expect(found).toContain('POST /v1/sessions/two-step');
    } finally {
      await rig.close();
      await database.remove();
    }
  });
});
