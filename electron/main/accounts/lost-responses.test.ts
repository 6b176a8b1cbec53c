import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { exposedOperations, ownVerbs } from '#protocol/ipc/names.ts';
import { exampleSecurity } from '#tests/examples/accounts.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { registrationVerbExamples } from '#tests/examples/session.ts';
import { createCall } from '../operator/call.ts';
import { createHttpClient, createHttpSend, LineError, type HttpRequest } from '../operator/http.ts';
import { quietLog } from '#tests/main/session.fixture.ts';
import { setUp } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({}));

const device = {
  id: 'this',
  device: { name: 'd', platform: 'linux' },
  computer: 'own',
  signedInAt: '2026-11-22T10:00:00Z',
  lastUsedAt: '2026-11-22T10:00:00Z',
  expiresAt: '2026-12-22T10:00:00Z',
  current: true,
};

/** What the service holds, as its own answers show it. */
interface State {
  security: AccountSecurity;
  devices: { id: string; current: boolean }[];
  contracts: { number: string; label: null }[];
  deleted: boolean;
}

function stateBefore(): State {
  return {
    security: exampleSecurity,
    devices: [device, { ...device, id: 'other', current: false }],
    contracts: [],
    deleted: false,
  };
}

const on = { on: true, since: '2026-11-22T10:00:00Z', recoveryCodesLeft: 10 } as const;
const linked = [{ provider: 'vk', name: null, linkedAt: '2026-11-22T10:00:00Z' }] as const;

function reading(state: State, path: string): unknown {
  if (path.startsWith('/v1/account/sessions')) return { devices: state.devices };
  if (path === '/v1/account' || path === '/v1/account/contracts')
    return { id: 'a1', email: 'anna@example.org', name: 'Anna', contracts: state.contracts };
  if (path === '/v1/account/email') return { againInMs: 60_000, delayed: false };
  if (path === '/v1/account/phone') return { expiresInMs: 300_000, againInMs: 60_000 };
  if (/two-step\/(confirmation|recovery-codes)$/.test(path)) return { codes: ['abcd-efgh'] };
  return state.security;
}

/** One change: what it does at the service, what the state is before, and what its response holds. */
interface Verb {
  readonly id: string;
  readonly apply: (state: State) => void;
  readonly before?: (state: State) => void;
  readonly value: object | null;
  /** Its response alone holds what the person needs, so the change is sent once more. */
  readonly again?: true;
}

const completion = registrationVerbExamples.complete.input;

const secured =
  (change: Partial<AccountSecurity>) =>
  (state: State): void => {
    state.security = { ...state.security, ...change };
  };

const verbs: readonly Verb[] = [
  {
    id: 'registration.complete',
    apply: (state) => (state.contracts = [{ number: completion.contractNumber, label: null }]),
    value: { account: { contracts: [{ number: completion.contractNumber }] } },
  },
  {
    id: 'accounts.changePassword',
    apply: secured({ passwordChangedAt: '2026-11-22T10:00:00Z' }),
    value: { passwordChangedAt: '2026-11-22T10:00:00Z' },
  },
  { id: 'accounts.changeEmail', apply: secured({ emailPending: 'new@example.org' }), value: { againInMs: 60_000 } },
  { id: 'accounts.changePhone', apply: secured({ phonePending: '+79991234567' }), value: { againInMs: 60_000 } },
  {
    id: 'accounts.confirmPhone',
    before: secured({ phonePending: '+79991234567' }),
    apply: secured({ phone: '+79991234567', phonePending: null }),
    value: { phone: '+79991234567' },
  },
  {
    id: 'accounts.setAdvertisingConsent',
    apply: secured({ advertisingConsent: { granted: true, at: '2026-11-22T10:00:00Z', textVersion: '2026-09' } }),
    value: { advertisingConsent: { granted: true } },
  },
  {
    id: 'devices.end',
    apply: (state) => (state.devices = state.devices.filter(({ current }) => current)),
    value: { devices: [{ id: 'this' }] },
  },
  {
    id: 'devices.endOthers',
    apply: (state) => (state.devices = state.devices.filter(({ current }) => current)),
    value: { devices: [{ id: 'this' }] },
  },
  { id: 'identities.link', apply: secured({ identities: [...linked] }), value: { identities: linked } },
  {
    id: 'identities.unlink',
    before: secured({ identities: [...linked] }),
    apply: secured({ identities: [] }),
    value: { identities: [] },
  },
  { id: 'twoStep.confirm', apply: secured({ twoStep: on }), value: { codes: ['abcd-efgh'] }, again: true },
  {
    id: 'twoStep.renewRecoveryCodes',
    before: secured({ twoStep: on }),
    apply: secured({ twoStep: on }),
    value: { codes: ['abcd-efgh'] },
    again: true,
  },
  {
    id: 'twoStep.turnOff',
    before: secured({ twoStep: on }),
    apply: secured({ twoStep: { on: false } }),
    value: { twoStep: { on: false } },
  },
  { id: 'accounts.delete', apply: (state) => (state.deleted = true), value: { state: 'signed-out', because: null } },
];

interface Fault {
  /** `cut`: the connection breaks; `late`: nothing comes within the client's bound; `gateway`: 502 of something between. */
  readonly kind: 'cut' | 'late' | 'gateway';
  /** Whether the service did it. */
  readonly done: boolean;
  /** How many changes are spoiled; all, unless said. */
  readonly times?: number;
  /** Whether the state cannot be read either after the first change. */
  readonly down?: true;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The handlers over a real HTTP service whose responses to changes are lost as `fault` says. */
async function run(verb: Verb, fault: Fault) {
  const state = stateBefore();
  verb.before?.(state);
  const changes: string[] = [];
  let spoiled = 0;
  const late = new Map<string, () => void>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await once(request.resume(), 'end');
    const path = request.url ?? '';
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method === 'GET') {
      if (fault.down && changes.length > 0) response.destroy();
      else if (state.deleted) json(401, { type: 'about:blank', title: 't', status: 401, code: 'session-expired' });
      else json(200, reading(state, path));
      return;
    }
    changes.push(`${request.method} ${path}`);
    if (spoiled >= (fault.times ?? Infinity)) {
      verb.apply(state);
      json(200, reading(state, path));
      return;
    }
    spoiled += 1;
    if (fault.done) verb.apply(state);
    if (fault.kind === 'cut') response.destroy();
    else if (fault.kind === 'gateway')
      response.writeHead(502, { 'content-type': 'text/html' }).end('<p>Bad gateway</p>');
    else late.get(path)?.();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = createHttpSend(createHttpClient({ fetch }));
  const ports = {
    // The client's bound passes exactly when the service has the request and does not answer.
    send: (request: HttpRequest) =>
      Promise.race([
        send(request),
        new Promise<never>((_, reject) => {
          if (request.method !== 'GET') late.set(new URL(request.url).pathname, () => reject(new LineError(true)));
        }),
      ]),
    origin: () => Promise.resolve(success(origin)),
    onExchange: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: quietLog,
  };
  const parts = setUp(createCall(ports));
  await parts.sessionManager.begin();
  if (verb.id === 'accounts.delete') {
    parts.bench.service.onRefresh = () => {
      if (state.deleted) parts.bench.service.refuse = { code: 'session-ended' };
      return Promise.resolve();
    };
  }
  const result: Result<unknown> = await parts.ask(verb.id, exampleOf(verb.id).input);
  return { ...parts, result, changes, state };
}

/** Changes that the client repeats by itself, as they put the same value each time. */
const repeated = new Set<string>(['accounts.setAdvertisingConsent']);

describe.each(verbs)('$id', (verb) => {
  test.each(['cut', 'late', 'gateway'] as const)('done, its answer lost (%s): answered as done', async (kind) => {
    const times = verb.again ? { times: 1 } : {};
    const { result, changes, securityChanged } = await run(verb, { kind, done: true, ...times });
    expect(result).toMatchObject(success(verb.value));
    if (!repeated.has(verb.id)) expect(changes).toHaveLength(verb.again ? 2 : 1);
    const own = new Set<string>(['registration.complete', 'accounts.changePhone', 'accounts.delete']);
    if (!own.has(verb.id)) expect(securityChanged.mock.calls.length).toBe(1);
  });

  if (verb.id !== 'twoStep.renewRecoveryCodes') {
    test('not done, its answer lost: the failure of the line', async () => {
      const { result, sessionManager } = await run(verb, { kind: 'cut', done: false });
      expect(result).toEqual(failed({ code: 'service-unreachable' }));
      expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in' });
    });

    test('not done when the bound passed: the service may still be at work on it', async () => {
      const { result } = await run(verb, { kind: 'late', done: false });
      expect(result).toEqual(failed({ code: 'outcome-unknown' }));
    });
  }

  test.each([true, false])('the state cannot be read either: not known (done: %s)', async (done) => {
    const { result, sessionManager } = await run(verb, { kind: 'cut', done, down: true });
    expect(result).toEqual(failed({ code: 'outcome-unknown' }));
    expect(sessionManager.status.get()).toMatchObject({ state: 'signed-in' });
  });
});

test.each(['twoStep.confirm', 'twoStep.renewRecoveryCodes'])('%s: lost twice, the codes are not known', async (id) => {
  const verb = verbs.find((one) => one.id === id);
  if (!verb) throw new Error('no such verb');
  const { result, changes, securityChanged } = await run(verb, { kind: 'late', done: true, times: 2 });
  expect(result).toEqual(failed({ code: 'outcome-unknown' }));
  expect(changes).toHaveLength(2);
  // The page shows that it is on, although the dialog has no codes yet.
  expect(securityChanged).toHaveBeenCalledTimes(1);
});

test('a request that cannot have reached the service is not doubted', async () => {
  const ports = {
    send: () => Promise.reject(new LineError(false, { cause: 'ECONNREFUSED' })),
    origin: () => Promise.resolve(success('http://127.0.0.1:1')),
    onExchange: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: quietLog,
  };
  const { ask, sessionManager, sleep } = setUp(createCall(ports));
  await sessionManager.begin();
  for (const { id } of verbs) {
    expect(await ask(id, exampleOf(id).input), id).toEqual(failed({ code: 'service-unreachable' }));
  }
  expect(sleep).not.toHaveBeenCalled();
});

/** Domains of the account whose changes must survive a lost response; those of money have tests beside their hooks. */
const domains = ['accounts', 'devices', 'identities', 'registration', 'twoStep'];
/** Verbs of those domains that need no entry, and why. */
const exceptions = new Map([
  ['accounts.saveData', 'reads'],
  ['accounts.confirmEmail', 'a used link tells of the lost response: see accounts/verbs.test.ts'],
  ['registration.confirm', 'signing in again is safe: see sessions'],
  ['registration.create', 'sends mail: the person can request it again'],
  ['registration.resendMail', 'sends mail: the person can request it again'],
  ['twoStep.setUp', 'takes effect only with its confirmation'],
]);

test('the table has every verb of the account that changes something', () => {
  const declared = [
    ...[...exposedOperations.values()].filter(({ method }) => method !== 'GET').map(({ id }) => id),
    ...ownVerbs.keys(),
  ].filter((id) => domains.includes(id.split('.')[0] ?? '') && !exceptions.has(id));
  expect(verbs.map(({ id }) => id).sort()).toEqual(declared.sort());
  for (const id of exceptions.keys()) expect(exposedOperations.has(id) || ownVerbs.has(id), id).toBe(true);
});
