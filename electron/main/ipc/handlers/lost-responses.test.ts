import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { createOperatorApi } from '../../operator/api.ts';
import { createHttpClient, createHttpSend, LineError } from '../../operator/http.ts';
import { quietLog } from '#tests/main/session.fixture.ts';
import { completion, personal, plan, security, setUp } from '#tests/main/handlers.fixture.ts';

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
const wish = { amountKopecks: 10_000, dueOn: '2026-11-27' };

/** What the service holds, as its own answers show it. */
interface State {
  security: AccountSecurity;
  devices: { id: string; current: boolean }[];
  contracts: { number: string; label: null }[];
  cards: { id: string }[];
  autopay: typeof plan | null;
  promise: typeof wish | null;
  deleted: boolean;
}

function stateBefore(): State {
  return {
    security,
    devices: [device, { ...device, id: 'other', current: false }],
    contracts: [],
    cards: [
      { id: 'card-1', mask: '**** 1111', brand: 'MIR', expires: '11/29', linkedAt: '2026-11-22T10:00:00Z' } as never,
    ],
    autopay: null,
    promise: null,
    deleted: false,
  };
}

const on = { on: true, since: '2026-11-22T10:00:00Z', recoveryCodesLeft: 10 } as const;
const linked = [{ provider: 'vk', name: null, linkedAt: '2026-11-22T10:00:00Z' }] as const;

function reading(state: State, path: string): unknown {
  if (path.endsWith('/promise'))
    return {
      running: state.promise && { ...state.promise, takenAt: '2026-11-22T10:00:00Z' },
      offer: null,
      reasons: [],
      rules: { minKopecks: 1, maxKopecks: 2, termDays: 5, everyDays: 30 },
    };
  if (path.endsWith('/autopay'))
    return { plan: state.autopay, recommendedKopecks: 1, next: null, paidThisMonthKopecks: 0, failed: null };
  if (path.startsWith('/v1/account/cards')) return { cards: state.cards };
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
  readonly channel: InvokeChannel;
  readonly apply: (state: State) => void;
  readonly before?: (state: State) => void;
  readonly value: object | null;
  /** Its response alone holds what the person needs, so the change is sent once more. */
  readonly again?: true;
}

const secured =
  (change: Partial<AccountSecurity>) =>
  (state: State): void => {
    state.security = { ...state.security, ...change };
  };

const verbs: readonly Verb[] = [
  {
    channel: c.completeRegistration,
    apply: (state) => (state.contracts = [{ number: completion.contractNumber, label: null }]),
    value: { account: { contracts: [{ number: completion.contractNumber }] } },
  },
  {
    channel: c.changePassword,
    apply: secured({ passwordChangedAt: '2026-11-22T10:00:00Z' }),
    value: { passwordChangedAt: '2026-11-22T10:00:00Z' },
  },
  { channel: c.changeEmail, apply: secured({ emailPending: 'new@example.org' }), value: { againInMs: 60_000 } },
  { channel: c.changePhone, apply: secured({ phonePending: '+79991234567' }), value: { againInMs: 60_000 } },
  {
    channel: c.confirmPhone,
    before: secured({ phonePending: '+79991234567' }),
    apply: secured({ phone: '+79991234567', phonePending: null }),
    value: { phone: '+79991234567' },
  },
  {
    channel: c.setAdvertisingConsent,
    apply: secured({ advertisingConsent: { granted: true, at: '2026-11-22T10:00:00Z', textVersion: '2026-09' } }),
    value: { advertisingConsent: { granted: true } },
  },
  {
    channel: c.endDevice,
    apply: (state) => (state.devices = state.devices.filter(({ current }) => current)),
    value: { devices: [{ id: 'this' }] },
  },
  {
    channel: c.endOtherDevices,
    apply: (state) => (state.devices = state.devices.filter(({ current }) => current)),
    value: { devices: [{ id: 'this' }] },
  },
  { channel: c.linkIdentity, apply: secured({ identities: [...linked] }), value: { identities: linked } },
  {
    channel: c.unlinkIdentity,
    before: secured({ identities: [...linked] }),
    apply: secured({ identities: [] }),
    value: { identities: [] },
  },
  { channel: c.confirmTwoStepSetup, apply: secured({ twoStep: on }), value: { codes: ['abcd-efgh'] }, again: true },
  {
    channel: c.newRecoveryCodes,
    before: secured({ twoStep: on }),
    apply: secured({ twoStep: on }),
    value: { codes: ['abcd-efgh'] },
    again: true,
  },
  {
    channel: c.turnTwoStepOff,
    before: secured({ twoStep: on }),
    apply: secured({ twoStep: { on: false } }),
    value: { twoStep: { on: false } },
  },
  { channel: c.deleteAccount, apply: (state) => (state.deleted = true), value: { state: 'signed-out', because: null } },
  { channel: c.unlinkCard, apply: (state) => (state.cards = []), value: { cards: [] } },
  { channel: c.setAutopay, apply: (state) => (state.autopay = plan), value: { plan } },
  {
    channel: c.stopAutopay,
    before: (state) => (state.autopay = plan),
    apply: (state) => (state.autopay = null),
    value: { plan: null },
  },
  { channel: c.takePromise, apply: (state) => (state.promise = wish), value: { running: wish } },
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
  const api = createOperatorApi({
    // The client's bound passes exactly when the service has the request and does not answer.
    send: (request) =>
      Promise.race([
        send(request),
        new Promise<never>((_, reject) => {
          if (request.method !== 'GET') late.set(new URL(request.url).pathname, () => reject(new LineError(true)));
        }),
      ]),
    origin: () => Promise.resolve(success(origin)),
    onLine: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: quietLog,
  });
  const parts = setUp(api);
  await parts.keeper.begin();
  if (verb.channel === c.deleteAccount) {
    parts.bench.service.onRefresh = () => {
      if (state.deleted) parts.bench.service.refuse = { code: 'session-ended' };
      return Promise.resolve();
    };
  }
  const result: Result<unknown> = await parts.ask(verb.channel, personal[verb.channel]);
  return { ...parts, result, changes, state };
}

/** Changes that the client repeats by itself, as they put the same value each time. */
const repeated = new Set<InvokeChannel>([c.setAdvertisingConsent, c.setAutopay, c.stopAutopay, c.takePromise]);

describe.each(verbs)('$channel', (verb) => {
  test.each(['cut', 'late', 'gateway'] as const)('done, its answer lost (%s): answered as done', async (kind) => {
    const times = verb.again ? { times: 1 } : {};
    const { result, changes, securityChanged, moneyChanged } = await run(verb, { kind, done: true, ...times });
    expect(result).toMatchObject(success(verb.value));
    if (!repeated.has(verb.channel)) expect(changes).toHaveLength(verb.again ? 2 : 1);
    const own = new Set<InvokeChannel>([c.completeRegistration, c.changePhone, c.deleteAccount]);
    if (!own.has(verb.channel)) expect(securityChanged.mock.calls.length + moneyChanged.mock.calls.length).toBe(1);
  });

  if (verb.channel !== c.newRecoveryCodes) {
    test('not done, its answer lost: the failure of the line', async () => {
      const { result, keeper } = await run(verb, { kind: 'cut', done: false });
      expect(result).toEqual(failed({ code: 'service-unreachable' }));
      expect(keeper.status.get()).toMatchObject({ state: 'signed-in' });
    });

    test('not done when the bound passed: the service may still be at work on it', async () => {
      const { result } = await run(verb, { kind: 'late', done: false });
      expect(result).toEqual(failed({ code: 'outcome-unknown' }));
    });
  }

  test.each([true, false])('the state cannot be read either: not known (done: %s)', async (done) => {
    const { result, keeper } = await run(verb, { kind: 'cut', done, down: true });
    expect(result).toEqual(failed({ code: 'outcome-unknown' }));
    expect(keeper.status.get()).toMatchObject({ state: 'signed-in' });
  });
});

test.each([c.confirmTwoStepSetup, c.newRecoveryCodes])('%s: lost twice, the codes are not known', async (channel) => {
  const verb = verbs.find((one) => one.channel === channel);
  if (!verb) throw new Error('no such verb');
  const { result, changes, securityChanged } = await run(verb, { kind: 'late', done: true, times: 2 });
  expect(result).toEqual(failed({ code: 'outcome-unknown' }));
  expect(changes).toHaveLength(2);
  // The page shows that it is on, although the dialog has no codes yet.
  expect(securityChanged).toHaveBeenCalledTimes(1);
});

test('each confirmation of a set-up has a higher number than the one before; a new set-up begins again', async () => {
  const { ask, account, keeper } = setUp();
  await keeper.begin();
  account.confirmTwoStep.mockResolvedValueOnce(failed({ code: 'two-step-failed' }));
  await ask(c.beginTwoStep, { password: 'p' });
  await ask(c.confirmTwoStepSetup, { code: '000000' });
  await ask(c.confirmTwoStepSetup, { code: '123456' });
  await ask(c.beginTwoStep, { password: 'p' });
  await ask(c.confirmTwoStepSetup, { code: '123456' });
  expect(account.confirmTwoStep.mock.calls).toEqual([
    ['access-1', { code: '000000', attempt: 1 }],
    ['access-1', { code: '123456', attempt: 2 }],
    ['access-1', { code: '123456', attempt: 1 }],
  ]);
});

test('a request that cannot have reached the service is not doubted', async () => {
  const api = createOperatorApi({
    send: () => Promise.reject(new LineError(false, { cause: 'ECONNREFUSED' })),
    origin: () => Promise.resolve(success('http://127.0.0.1:1')),
    onLine: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: quietLog,
  });
  const { ask, keeper, sleep } = setUp(api);
  await keeper.begin();
  for (const { channel } of verbs) {
    expect(await ask(channel, personal[channel]), channel).toEqual(failed({ code: 'service-unreachable' }));
  }
  expect(sleep).not.toHaveBeenCalled();
});

test('the table has every verb of an account and of money that changes something', () => {
  const reads = new Set<InvokeChannel>([
    ...[c.security, c.devices, c.accountData, c.saveAccountData, c.overview, c.topUpTerms, c.topUpPreview],
    ...[c.paymentMethods, c.payee, c.linkedCards, c.autopay, c.slip, c.saveSlip, c.saveReceipt, c.promiseTerms],
  ]);
  /** A payment is followed by its key (payments/), a set-up changes nothing before its confirmation. */
  const elsewhere = new Set<InvokeChannel>([
    ...[c.beginPayment, c.trackedPayments, c.showPaymentPage, c.askPayment, c.cancelPayment, c.dismissPayment],
    c.beginTwoStep,
  ]);
  const changing = (Object.keys(personal) as InvokeChannel[]).filter((one) => !reads.has(one) && !elsewhere.has(one));
  expect(verbs.map(({ channel }) => channel).sort()).toEqual(changing.sort());
});
