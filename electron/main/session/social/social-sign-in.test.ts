import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { createHttpClient, createHttpSend } from '../../operator/http.ts';
import { authorizeLink } from '../../security/link-rules.ts';
import { startFakeOperator, ticket, type FakeOperator } from './fake-operator.fixture.ts';
import {
  BROWSER_WAIT_MS,
  createSocialSignIn,
  LINGER_MS,
  type SocialPorts,
  type SocialSignIn,
} from './social-sign-in.ts';

interface Timer {
  readonly ms: number;
  readonly run: () => void;
}

/** A program's worth of ports around one sign-in; `nextOpened` is the address that the browser is opened with. */
interface Desk {
  readonly social: SocialSignIn;
  readonly opened: string[];
  readonly timers: Set<Timer>;
  readonly returned: () => number;
  nextOpened(): Promise<string>;
}

let operator: FakeOperator;
let social: SocialSignIn | null = null;
beforeEach(async () => {
  operator = await startFakeOperator();
});
afterEach(async () => {
  social?.cancel();
  social = null;
  await operator.stop();
});

function desk(ports: Partial<SocialPorts> = {}): Desk {
  const opened: string[] = [];
  const timers = new Set<Timer>();
  let wake: ((address: string) => void) | null = null;
  let returned = 0;
  const made = createSocialSignIn({
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(success(operator.origin)),
    open: (address) => {
      opened.push(address);
      wake?.(address);
      return Promise.resolve(success(null));
    },
    returned: () => {
      returned += 1;
    },
    later: (ms, run) => {
      const timer = { ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    ...ports,
  });
  social = made;
  return {
    social: made,
    opened,
    timers,
    returned: () => returned,
    nextOpened: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

const start = { provider: 'vk', language: 'en' } as const;
const timedOut = failed({ code: 'provider-timeout' });
const pass = (timers: Set<Timer>, ms: number): void => {
  for (const timer of [...timers]) if (timer.ms === ms) timer.run();
};

/** Starts, waits for the browser, and goes back as `way` says. */
async function through(at: Desk, way: (address: string) => URL): Promise<Result<{ readonly ticket: string }>> {
  const address = at.nextOpened();
  const answer = at.social.start(start);
  await fetch(way(await address));
  return answer;
}

test('the browser goes there and comes back, and the ticket is there', async () => {
  const at = desk();
  expect(await through(at, operator.allowed)).toEqual(success({ ticket }));
  expect(at.returned()).toBe(1);
  expect([...at.timers].map(({ ms }) => ms)).toEqual([LINGER_MS]);
  const form = operator.exchanged[0];
  expect(form?.get('client_id')).toBe('plus-cabinet');
  expect(form?.get('code_verifier')).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('the request carries what the contract names, and the gateway lets it through', async () => {
  const at = desk();
  await through(at, operator.allowed);
  const address = at.opened[0] ?? '';
  expect(authorizeLink(address, operator.origin)).toBe(address);
  const asked = Object.fromEntries(new URL(address).searchParams);
  expect(asked).toEqual({
    response_type: 'code',
    client_id: 'plus-cabinet',
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/) as string,
    scope: 'identity',
    state: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string,
    code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string,
    code_challenge_method: 'S256',
    provider: 'vk',
    ui_locales: 'en',
  });
});

test('each sign-in has a state and a challenge of its own', async () => {
  const at = desk();
  await through(at, operator.allowed);
  await through(at, operator.allowed);
  const [first, second] = at.opened.map((address) => new URL(address).searchParams);
  expect(first?.get('state')).not.toBe(second?.get('state'));
  expect(first?.get('code_challenge')).not.toBe(second?.get('code_challenge'));
});

test.each([
  ['access_denied', 'provider-denied'],
  ['temporarily_unavailable', 'provider-unavailable'],
  ['server_error', 'provider-answer-invalid'],
  ['invalid_request', 'provider-answer-invalid'],
  ['anything', 'provider-answer-invalid'],
] as const)('the error %s is %s', async (error, code) => {
  const at = desk();
  expect(await through(at, (address) => operator.refused(address, error))).toEqual(failed({ code }));
  expect(operator.exchanged).toEqual([]);
  expect(at.returned()).toBe(1);
});

test('an answer with a wrong state, none or two is refused and does not end the waiting', async () => {
  const at = desk();
  const address = at.nextOpened();
  const answer = at.social.start(start);
  const right = operator.allowed(await address);
  const other = new URL(right);
  other.searchParams.set('state', 'x'.repeat(43));
  const none = new URL(right);
  none.searchParams.delete('state');
  const two = new URL(right);
  two.searchParams.append('state', right.searchParams.get('state') ?? '');
  const bare = new URL(right);
  bare.search = '';
  for (const wrong of [other, none, two, bare]) expect((await fetch(wrong)).status).toBe(400);
  expect(operator.exchanged).toEqual([]);
  expect((await fetch(right)).status).toBe(200);
  expect(await answer).toEqual(success({ ticket }));
});

test.each<[string, (answer: URL) => void]>([
  ['from another issuer (mix-up)', (answer) => answer.searchParams.set('iss', 'https://evil.example')],
  ['without an issuer', (answer) => answer.searchParams.delete('iss')],
  ['with two issuers', (answer) => answer.searchParams.append('iss', 'https://evil.example')],
  ['without a code', (answer) => answer.searchParams.delete('code')],
  ['with two codes', (answer) => answer.searchParams.append('code', 'x')],
  ['with somebody else’s code', (answer) => answer.searchParams.set('code', 'y'.repeat(43))],
  ['with a token in it', (answer) => answer.searchParams.set('token', 'x')],
])('an answer %s ends as invalid, with no ticket', async (_name, change) => {
  const spoilt = (address: string): URL => {
    const answer = operator.allowed(address);
    change(answer);
    return answer;
  };
  expect(await through(desk(), spoilt)).toEqual(failed({ code: 'provider-answer-invalid' }));
});

test('a second callback gets the page and changes nothing, until the listener is closed', async () => {
  const at = desk();
  const address = at.nextOpened();
  const answer = at.social.start(start);
  const first = operator.allowed(await address);
  await Promise.all([fetch(first), fetch(first)]);
  expect(await answer).toEqual(success({ ticket }));
  const again = await fetch(first);
  expect(again.status).toBe(200);
  expect(await again.text()).toContain('You can close this tab');
  const denied = operator.refused(at.opened[0] ?? '', 'access_denied');
  expect((await fetch(denied)).status).toBe(200);
  expect(operator.exchanged).toHaveLength(1);
  pass(at.timers, LINGER_MS);
  await expect(fetch(first)).rejects.toThrow();
});

test('a second start calls the first one off; the first one’s answer does nothing', async () => {
  const at = desk();
  const firstAddress = at.nextOpened();
  const first = at.social.start(start);
  const late = operator.allowed(await firstAddress);
  const secondAddress = at.nextOpened();
  const second = at.social.start({ ...start, provider: 'ok' });
  expect(await first).toEqual(timedOut);
  const address = await secondAddress;
  await expect(fetch(late)).rejects.toThrow();
  await fetch(operator.allowed(address));
  expect(await second).toEqual(success({ ticket }));
  expect(operator.exchanged).toHaveLength(1);
});

test('two starts in the same moment: one browser, and the first is called off', async () => {
  const at = desk();
  const address = at.nextOpened();
  const [first, second] = [at.social.start(start), at.social.start(start)];
  expect(await first).toEqual(timedOut);
  await fetch(operator.allowed(await address));
  expect(await second).toEqual(success({ ticket }));
  expect(at.opened).toHaveLength(1);
});

test('called off while it waits: answered at once, and the listener is closed', async () => {
  const at = desk();
  const address = at.nextOpened();
  const answer = at.social.start(start);
  const late = operator.allowed(await address);
  at.social.cancel();
  expect(await answer).toEqual(timedOut);
  await expect(fetch(late)).rejects.toThrow();
  expect(at.timers.size).toBe(0);
  expect(at.returned()).toBe(0);
});

test('called off before the browser was opened: it is not opened', async () => {
  const origin = vi.fn<SocialPorts['origin']>();
  let answerOrigin!: (value: Result<string>) => void;
  origin.mockReturnValue(new Promise((resolve) => (answerOrigin = resolve)));
  const at = desk({ origin });
  const answer = at.social.start(start);
  at.social.cancel();
  expect(await answer).toEqual(timedOut);
  answerOrigin(success(operator.origin));
  expect(at.opened).toEqual([]);
  at.social.cancel();
});

test('after ten minutes nobody waits any more', async () => {
  const at = desk();
  const address = at.nextOpened();
  const answer = at.social.start(start);
  await address;
  pass(at.timers, BROWSER_WAIT_MS);
  expect(await answer).toEqual(timedOut);
});

test('the page is shown once more while it is waited for, and not otherwise', async () => {
  const at = desk();
  expect(await at.social.showBrowser()).toEqual(timedOut);
  const address = at.nextOpened();
  const answer = at.social.start(start);
  const first = await address;
  expect(await at.social.showBrowser()).toEqual(success(null));
  expect(at.opened).toEqual([first, first]);
  await fetch(operator.allowed(first));
  await answer;
  expect(await at.social.showBrowser()).toEqual(timedOut);
});

test('a browser that does not open ends the sign-in', async () => {
  const at = desk({ open: () => Promise.resolve(failed({ code: 'link-refused' })) });
  expect(await at.social.start(start)).toEqual(failed({ code: 'browser-not-opened' }));
});

test('a browser that does not open once more leaves the waiting as it is', async () => {
  let opens = true;
  let opened!: (address: string) => void;
  const address = new Promise<string>((resolve) => (opened = resolve));
  const at = desk({
    open: (where) => {
      opened(where);
      return Promise.resolve(opens ? success(null) : failed({ code: 'link-refused' }));
    },
  });
  const answer = at.social.start(start);
  const first = await address;
  opens = false;
  expect(await at.social.showBrowser()).toEqual(failed({ code: 'browser-not-opened' }));
  await fetch(operator.allowed(first));
  expect(await answer).toEqual(success({ ticket }));
});

test.each<[string, Record<string, unknown>]>([
  ['another issuer', { issuer: 'https://evil.example' }],
  ['another authorize address', { authorization_endpoint: 'https://evil.example/oauth/authorize' }],
  ['another token address', { token_endpoint: 'https://evil.example/oauth/token' }],
  ['no PKCE', { code_challenge_methods_supported: undefined }],
  ['plain PKCE alone', { code_challenge_methods_supported: ['plain'] }],
  ['no issuer in answers', { authorization_response_iss_parameter_supported: undefined }],
])('a server that describes itself with %s is not used', async (_name, change) => {
  Object.assign(operator.metadata, change);
  const at = desk();
  expect(await at.social.start(start)).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(at.opened).toEqual([]);
});

test.each([
  [{ status: 503, body: '<html>', type: 'text/html' }, 'service-unavailable'],
  [{ status: 500, body: 'x', type: 'text/plain' }, 'service-failed'],
  [{ status: 404, body: 'x', type: 'text/plain' }, 'service-answer-invalid'],
  [{ status: 200, body: 'x', type: 'application/json' }, 'service-answer-invalid'],
  [{ status: 200, body: [], type: 'application/json' }, 'service-answer-invalid'],
] as const)('a description that comes as %j is %s', async (discovery, code) => {
  operator.planned.discovery = discovery;
  expect(await desk().social.start(start)).toEqual(failed({ code }));
});

test.each([
  [{ status: 503, body: '<html>', type: 'text/html' }, 'service-unavailable'],
  [{ status: 429, body: 'x', type: 'text/plain' }, 'too-many-requests'],
  [{ status: 400, body: { error: 'invalid_grant' } }, 'provider-answer-invalid'],
  [{ status: 302, body: '' }, 'provider-answer-invalid'],
  [{ status: 200, body: 'x' }, 'provider-answer-invalid'],
  [{ status: 200, body: { access_token: 'short', token_type: 'Bearer' } }, 'provider-answer-invalid'],
  [{ status: 200, body: { access_token: ticket, token_type: 'mac' } }, 'provider-answer-invalid'],
] as const)('a token that comes as %j is %s', async (token, code) => {
  operator.planned.token = token;
  expect(await through(desk(), operator.allowed)).toEqual(failed({ code }));
});

test('a service that is gone is told as that', async () => {
  const { origin } = await startFakeOperator().then(async (gone) => {
    await gone.stop();
    return gone;
  });
  const at = desk({ origin: () => Promise.resolve(success(origin)) });
  expect(await at.social.start(start)).toEqual(failed({ code: 'service-unreachable' }));
  const starting = desk({ origin: () => Promise.resolve(failed({ code: 'service-timeout' })) });
  expect(await starting.social.start(start)).toEqual(failed({ code: 'service-timeout' }));
});
