import { sessions } from '#protocol/api/sign-in.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { catalogue } from '#protocol/errors/catalogue.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { demo } from '#protocol/api/demo.ts';
import { health } from '#protocol/api/health.ts';
import { overview } from '#protocol/api/overview.ts';
import { profile } from '#protocol/api/profile.ts';
import { operations } from '#protocol/api/operations.ts';
import { paths } from '#protocol/api/paths.ts';
import { requestPath } from '#protocol/operation.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import packageJson from '../package.json' with { type: 'json' };
import { usualLimits } from './platform/http/rate-limits.ts';
import { anna, annasSignIn, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { version } from './platform/lifecycle/version.ts';

let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  database = await freshDatabase('sqlite');
  service = await testService(database.address, {
    limits: { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9 },
  });
});
afterAll(async () => {
  await service.close();
  await database.remove();
});

type Answer = Awaited<ReturnType<TestService['app']['inject']>>;

/** Parses a problem response; fails when it does not follow RFC 9457 or has another status than its code. */
function problemOf(answer: Answer): Problem {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body = problem.parse(answer.json());
  expect(body.status).toBe(answer.statusCode);
  expect(catalogue[body.code].status).toBe(answer.statusCode);
  return body;
}

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

interface Operation {
  security: unknown[];
  responses: Record<string, { content?: Record<string, unknown> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

describe('the document at /openapi.json', () => {
  it('is OpenAPI 3.1 and lists every route with its responses', async () => {
    const answer = await service.app.inject('/openapi.json');
    const document = answer.json<Document>();
    expect(document.openapi).toMatch(/^3\.1\./);
    const listed = Object.keys(document.paths);
    for (const path of Object.values(paths)) {
      const isListed = listed.includes(path.replace(/:(\w+)/, '{$1}'));
      expect({ path, isListed }).toEqual({ path, isListed: !path.startsWith('/console/') });
    }
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const operation of Object.values(operations)) {
        const statuses = Object.keys(operation.responses);
        // Some routes redirect the browser.
        expect(statuses.some((status) => /^[23]/.test(status))).toBe(true);
        if (!path.startsWith('/v1')) continue;
        for (const status of ['403', '429', '500', '503']) {
          expect(Object.keys(operation.responses[status]?.content ?? {})).toEqual(['application/problem+json']);
        }
        expect(statuses.includes('401') || operation.security.length === 0).toBe(true);
      }
    }
    expect(document.components.securitySchemes).toHaveProperty('bearer');
    const references = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(document.components.schemas).toHaveProperty(reference.slice(21));
  });
});

describe('routes behind sign-in', () => {
  /** All routes that require sign-in according to the document, with a contract of Boris where the path needs one. */
  async function closedRoutes(): Promise<{ method: 'GET' | 'POST' | 'PUT' | 'DELETE'; url: string }[]> {
    const document = (await service.app.inject('/openapi.json')).json<Document>();
    return Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => operation.security.length > 0)
        .map(([method]) => ({
          method: method.toUpperCase() as 'GET',
          url: path.replace('{contractNumber}', boris.contract),
        })),
    );
  }

  it('reject requests without a token or with a malformed one', async () => {
    const routes = await closedRoutes();
    expect(routes.length).toBeGreaterThanOrEqual(4);
    const rubbish = [
      '',
      'Bearer',
      'Bearer x',
      `Basic ${'A'.repeat(43)}`,
      `Bearer ${'A'.repeat(44)}`,
      "Bearer ' or 1=1 --",
    ];
    for (const route of routes) {
      expect(problemOf(await service.app.inject(route)).code).toBe('session-ended');
      for (const authorization of rubbish) {
        const answer = await service.app.inject({ ...route, headers: { authorization } });
        expect(problemOf(answer).code).toBe('session-ended');
      }
      const unknown = await service.app.inject({ ...route, headers: bearer('A'.repeat(43)) });
      expect(problemOf(unknown).code).toBe('session-expired');
      expect(unknown.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('give the same response for another account’s contract as for an unknown one', async () => {
    const { accessToken } = await service.signIn();
    // Routes validate input before contract ownership; the response is the same for every contract.
    const asked: Readonly<Record<string, { query?: Record<string, string>; payload?: object }>> = {
      'GET top-up/preview': { query: { amountKopecks: '50000' } },
      'GET slip': { query: { amountKopecks: '50000' } },
      'GET spending': { query: { from: '2025-01-01', to: '2025-11-22' } },
      'POST promise': { payload: { amountKopecks: 10_000, dueOn: '2025-11-27' } },
      'PUT autopay': {
        payload: {
          when: { kind: 'day', dayOfMonth: 1 },
          amountKopecks: 50_000,
          monthlyCeilingKopecks: 50_000,
          linkedCardId: 'a-card',
        },
      },
    };
    const prefix = `/v1/contracts/${boris.contract}/`;
    const routes = (await closedRoutes())
      .filter((route) => route.url.startsWith(prefix))
      .map((route) => ({ ...route, ...asked[`${route.method} ${route.url.slice(prefix.length)}`] }));
    expect(routes.length).toBeGreaterThanOrEqual(10);
    for (const route of routes) {
      const ask = async (number: string): Promise<Problem> => {
        const url = route.url.replace(boris.contract, number);
        return problemOf(await service.app.inject({ ...route, url, headers: bearer(accessToken) }));
      };
      const foreign = await ask(boris.contract);
      const unknown = await ask('9999999999');
      expect(foreign.code).toBe('contract-not-found');
      expect({ ...foreign, instance: '' }).toEqual({ ...unknown, instance: '' });
    }
  });

  it('reject the token immediately after sign-out', async () => {
    const { accessToken } = await service.signIn();
    const headers = bearer(accessToken);
    expect((await service.app.inject({ url: accounts.read.path, headers })).json()).toMatchObject({
      email: anna.email,
    });
    const answer = await service.app.inject({ method: 'DELETE', url: sessions.end.path, headers });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(problemOf(await service.app.inject({ url: accounts.read.path, headers })).code).toBe('session-ended');
  });
});

describe('public routes', () => {
  it('accept sign-in and refresh as the protocol defines them', async () => {
    const answer = await service.app.inject({ method: 'POST', url: sessions.create.path, payload: annasSignIn });
    expect(answer.statusCode).toBe(201);
    const { refreshToken } = tokenGrant.parse(answer.json());
    const next = await service.app.inject({ method: 'POST', url: sessions.refresh.path, payload: { refreshToken } });
    expect(next.statusCode).toBe(200);
    expect(tokenGrant.parse(next.json()).refreshToken).not.toBe(refreshToken);
    expect(next.headers['cache-control']).toBe('no-store');
  });

  it('name the invalid fields and nothing else', async () => {
    const payload = { ...annasSignIn, email: '', device: { name: '', platform: 'amiga' } };
    const body = problemOf(await service.app.inject({ method: 'POST', url: sessions.create.path, payload }));
    expect(body.code).toBe('input-invalid');
    expect(body.fields).toEqual(['email', 'device/name', 'device/platform']);
  });

  it('state the wait in the body and in the header', async () => {
    const payload = { ...annasSignIn, email: 'wait@example.test' };
    const send = (): Promise<Answer> => service.app.inject({ method: 'POST', url: sessions.create.path, payload });
    for (let i = 0; i < 5; i += 1) expect(problemOf(await send()).triesLeft).toBe(4 - i);
    const answer = await send();
    expect(problemOf(answer)).toMatchObject({ code: 'sign-in-throttled', retryAfterMs: 30_000 });
    expect(answer.headers['retry-after']).toBe('30');
  });

  it('answer hostile bodies with a client error, never with a server error', async () => {
    const anything = fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc
        .record({ email: fc.jsonValue(), password: fc.jsonValue(), computer: fc.jsonValue(), device: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
      fc.string(),
      fc.constantFrom('{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}', '', '{', '\u0000', 'null'),
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(sessions.create.path, sessions.refresh.path), async (payload, url) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await service.app.inject({ method: 'POST', url, headers, payload });
        expect(problemOf(answer).code).toBe('input-invalid');
      }),
      { numRuns: 300 },
    );
  });

  it('treat unusual but well-formed passwords and addresses as wrong credentials', async () => {
    // The schemas count code points, not UTF-16 units.
    const text = fc
      .string({ minLength: 3, maxLength: 60, unit: 'grapheme' })
      .filter((one) => Array.from(one.trim()).length >= 3);
    await fc.assert(
      fc.asyncProperty(text, text, async (email, password) => {
        const payload = { ...annasSignIn, email, password };
        const answer = await service.app.inject({ method: 'POST', url: sessions.create.path, payload });
        expect(['sign-in-failed', 'sign-in-throttled']).toContain(problemOf(answer).code);
      }),
      { numRuns: 100 },
    );
  });

  it('accept only JSON of a limited size', async () => {
    const form = {
      method: 'POST',
      url: sessions.create.path,
      headers: { 'content-type': 'text/plain' },
      payload: '{}',
    } as const;
    expect(problemOf(await service.app.inject(form)).code).toBe('input-invalid');
    const payload = { ...annasSignIn, password: 'x'.repeat(100_000) };
    expect(problemOf(await service.app.inject({ method: 'POST', url: sessions.create.path, payload })).code).toBe(
      'payload-too-large',
    );
  });
});

describe('unknown routes', () => {
  it.each([
    ['a rebound name', { host: 'evil.example:80' }],
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page of a file', { origin: 'null' }],
    ['a foreign page’s picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a foreign form', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ])('is refused: %s', async (_name, headers) => {
    const answer = await service.app.inject({ url: profile.read.path, headers });
    expect(problemOf(answer).code).toBe('request-refused');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([['127.0.0.1:4711'], ['localhost'], ['[::1]:80']])('does not include our own name %s', async (host) => {
    expect((await service.app.inject({ url: profile.read.path, headers: { host } })).statusCode).toBe(200);
  });

  it('is not found, in the same words wherever', async () => {
    for (const url of ['/', '/v1', '/v1/nothing', '/%ff', operations.console.readClock.path, demo.subscribers.path]) {
      expect(problemOf(await service.app.inject(url)).code).toBe('not-found');
    }
    expect(problemOf(await service.app.inject({ method: 'PUT', url: profile.read.path })).code).toBe('not-found');
  });

  it('leaves with headers that keep browsers from guessing and storing', async () => {
    const { headers } = await service.app.inject(profile.read.path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });
});

describe('internal errors', () => {
  it('are logged and hide their details', async () => {
    const { accessToken } = await service.signIn();
    const answer = await service.app.inject({
      url: requestPath(overview.read, { contractNumber: anna.contract }, {}),
      headers: bearer(accessToken),
    });
    expect(problemOf(answer).code).toBe('service-failed');
    expect(answer.body).not.toContain('No overview');
    expect(service.log.join('')).toContain('No overview in this test.');
  });

  it.each([
    ['SQLITE_FULL', 'storage-full'],
    ['ENOSPC', 'storage-full'],
    ['53100', 'storage-full'],
    ['SQLITE_BUSY', 'service-failed'],
  ])('of storage: %s is %s', async (code, expected) => {
    const cause = Object.assign(new Error('/secret/path'), { code });
    const failing = await testService(database.address, {
      fresh: false,
      readOverview: () => Promise.reject(new Error('wrapped', { cause })),
    });
    const { accessToken } = await failing.signIn();
    const answer = await failing.app.inject({
      url: requestPath(overview.read, { contractNumber: anna.contract }, {}),
      headers: bearer(accessToken),
    });
    expect(problemOf(answer).code).toBe(expected);
    expect(answer.body).not.toContain('secret');
    await failing.close();
  });

  it('include responses that do not match the schema', async () => {
    const wrong = await testService(database.address, {
      fresh: false,
      readOverview: () => Promise.resolve({ secret: 1 } as never),
    });
    const { accessToken } = await wrong.signIn();
    const answer = await wrong.app.inject({
      url: requestPath(overview.read, { contractNumber: anna.contract }, {}),
      headers: bearer(accessToken),
    });
    expect(problemOf(answer).code).toBe('service-failed');
    await wrong.close();
  });
});

describe('the log', () => {
  it('contains no token, password, e-mail address or contract number', async () => {
    const grant = await service.signIn();
    const headers = bearer(grant.accessToken);
    await service.app.inject({
      url: `${requestPath(overview.read, { contractNumber: anna.contract }, {})}?token=${grant.accessToken}`,
      headers,
    });
    await service.app.inject({
      method: 'POST',
      url: sessions.create.path,
      payload: { ...annasSignIn, password: 'hunter-2-long' },
    });
    service.app.log.error({
      err: new Error(`Key (email)=(${anna.email}) exists; ${grant.refreshToken}`),
      body: annasSignIn,
      headers,
    });
    service.app.log.warn({ password: anna.password, deep: { email: anna.email, password: anna.password } }, anna.email);
    const text = service.log.join('');
    expect(text).toContain('request finished');
    for (const secret of [grant.accessToken, grant.refreshToken, anna.password, anna.email, 'hunter-2-long']) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain(anna.contract);
    for (const line of service.log) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('limits', () => {
  it('per address and per session report the time to wait', async () => {
    const limited = await testService(database.address, {
      fresh: false,
      limits: { perAddress: 8, signInsPerAddress: 2, perSession: 2, streamsPerSession: 1 },
    });
    const { accessToken } = await limited.signIn();
    const ask = (url: string): Promise<Answer> => limited.app.inject({ url, headers: bearer(accessToken) });
    for (let i = 0; i < 2; i += 1) expect((await ask(accounts.read.path)).statusCode).toBe(200);
    const answer = await ask(accounts.read.path);
    expect(problemOf(answer).code).toBe('too-many-requests');
    expect(problemOf(answer).retryAfterMs).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const door = (): Promise<Answer> => limited.app.inject({ method: 'POST', url: sessions.refresh.path, payload: {} });
    for (let i = 0; i < 2; i += 1) expect(problemOf(await door()).code).toBe('input-invalid');
    expect(problemOf(await door()).code).toBe('too-many-requests');
    for (let i = 0; i < 2; i += 1) expect((await ask(profile.read.path)).statusCode).toBe(200);
    expect(problemOf(await ask(profile.read.path)).code).toBe('too-many-requests');
    expect((await ask(health.live.path)).statusCode).toBe(200);
    await limited.close();
  });
});

describe('readiness', () => {
  it('is reported by health checks; all other routes are refused before', async () => {
    const readiness = { status: 'starting' as 'starting' | 'ok' | 'stopping' };
    const starting = await testService(database.address, { fresh: false, readiness });
    expect((await starting.app.inject(health.live.path)).statusCode).toBe(200);
    for (const status of ['starting', 'stopping'] as const) {
      readiness.status = status;
      const ready = await starting.app.inject(health.ready.path);
      expect([ready.statusCode, ready.json<{ status: string }>().status]).toEqual([503, status]);
      expect(problemOf(await starting.app.inject(profile.read.path)).code).toBe('service-unavailable');
    }
    readiness.status = 'ok';
    expect((await starting.app.inject(health.ready.path)).statusCode).toBe(200);
    await starting.close();
  });
});

it('has the version of package.json', () => {
  expect(version).toBe(packageJson.version);
});
