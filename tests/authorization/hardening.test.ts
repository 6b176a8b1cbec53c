import { sessions } from '#protocol/api/sign-in.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { profile } from '#protocol/api/profile.ts';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { accountSecurity } from '#protocol/api/account-security.ts';
import { paths } from '#protocol/api/paths.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import { usualLimits } from '../../operator/platform/http/rate-limits.ts';
import { codeOf, startRig, type Answer, type Rig } from './harness.ts';
import { marina, place, signIn, vera } from './fixture-data.ts';

let database: TestDatabase;
let harness: Rig;
beforeAll(async () => {
  database = await freshDatabase('sqlite');
  harness = await startRig(database.address);
});
afterAll(async () => {
  await harness.close();
  await database.remove();
});

const pages = ['/links/registration', paths.consoleMailboxPage, paths.consolePhonePage];

/** One response of every route, and of the pages outside the OpenAPI document. */
async function everyAnswer(): Promise<[string, Answer][]> {
  const parts = { contractNumber: '2256884759', sessionId: 'x', provider: 'vk', letterId: 'x', purpose: 'email' };
  const answers: [string, Answer][] = [];
  for (const { name, method, path } of await harness.operations()) {
    const template = path.replace(/\{(\w+)\}/g, ':$1');
    answers.push([name, await harness.ask({ method, template, parts, ...(method === 'GET' ? {} : { body: {} }) })]);
  }
  for (const template of pages) answers.push([template, await harness.ask({ method: 'GET', template })]);
  return answers;
}

describe('every response', () => {
  it('declares its content type, forbids caching, and grants nothing to other origins', async () => {
    for (const [name, { status, headers, text }] of await everyAnswer()) {
      expect({ name, ...headers }).toMatchObject({
        name,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': expect.stringContaining('no-store') as string,
      });
      const cors = Object.keys(headers).filter((header) => header.startsWith('access-control-'));
      expect({ name, cors }).toEqual({ name, cors: [] });
      for (const header of ['server', 'x-powered-by']) expect(headers).not.toHaveProperty(header);
      if (text === '') continue;
      const type = headers['content-type'] ?? '';
      // JSON is always UTF-8 and defines no charset parameter (RFC 8259, 11).
      expect({ name, status, type }).toEqual({
        name,
        status,
        type: expect.stringMatching(/^(application\/(problem\+)?json|text\/html; charset=utf-8)/) as string,
      });
      if (!type.startsWith('text/html')) continue;
      const policy = headers['content-security-policy'] ?? '';
      expect({ name, policy }).toEqual({ name, policy: expect.stringContaining("default-src 'none'") as string });
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe-|\*/);
    }
  });

  it('to a page of another origin is a refusal, at every route', async () => {
    for (const { name, method, path } of await harness.operations()) {
      const template = path.replace(/\{(\w+)\}/g, ':$1');
      const parts = { contractNumber: '2256884759', sessionId: 'x', provider: 'vk', letterId: 'x', purpose: 'email' };
      for (const headers of [
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
      ]) {
        const answer = await harness.ask({ method, template, parts, headers });
        expect({ name, code: codeOf(answer) }).toEqual({ name, code: 'request-refused' });
      }
    }
  });
});

describe('unexpected input', () => {
  it('in undeclared fields is ignored', async () => {
    const { accessToken: token } = await signIn(harness, marina);
    const theirs = await signIn(harness, vera);
    const body = { granted: true, textVersion: '1', account_id: theirs.account.id, accountId: theirs.account.id };
    const more = { hasPassword: false, email: 'x@example.test', at: 0, role: 'agent', isAdmin: true };
    const answer = await harness.ask({
      method: 'PUT',
      template: accounts.setAdvertisingConsent.path,
      token,
      body: { ...body, ...more },
    });
    expect(accountSecurity.parse(JSON.parse(answer.text))).toMatchObject({ email: marina.email, hasPassword: true });
    const { db } = harness.server.core;
    const rows = await db.selectFrom('consents').selectAll().where('account_id', '=', theirs.account.id).execute();
    expect(rows).toEqual([]);
  });

  it.each(['__proto__', 'constructor'])('does not reach prototypes: %s', async (name) => {
    const pollution = `{"email":"a@example.test","${name}":{"prototype":{"polluted":1},"polluted":1},"password":"x"}`;
    const answer = await fetch(harness.origin + sessions.create.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: pollution,
    });
    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['TRACE', 'TRACK', 'PATCH', 'OPTIONS', 'PROPFIND'])(
    'with an unsupported method is refused: %s',
    async (method) => {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const call = request(harness.origin + profile.read.path, { method, agent: false }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        call.once('error', reject);
        call.end();
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it('in forwarding headers does not change the client address', async () => {
    const own = await freshDatabase('sqlite');
    const limited = await startRig(own.address, { demo: false, limits: { ...usualLimits, signInsPerAddress: 3 } });
    try {
      const statuses: number[] = [];
      for (let from = 1; from <= 6; from += 1) {
        const forwarded = `10.0.0.${from}`;
        const headers = { 'x-forwarded-for': forwarded, forwarded: `for=${forwarded}`, 'x-real-ip': forwarded };
        const body = { refreshToken: 'A'.repeat(43) };
        statuses.push((await limited.ask({ method: 'POST', template: sessions.refresh.path, body, headers })).status);
      }
      expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    } finally {
      await limited.close();
      await own.remove();
    }
  });

  it('of a second sign-in creates a separate session and keeps the first', async () => {
    const body = { email: marina.email, password: marina.password, ...place };
    const [one, other] = await Promise.all(
      [1, 2].map(async () =>
        tokenGrant.parse(
          JSON.parse((await harness.ask({ method: 'POST', template: sessions.create.path, body })).text),
        ),
      ),
    );
    expect(one?.session.id).not.toBe(other?.session.id);
    expect(one?.accessToken).not.toBe(other?.accessToken);
    for (const token of [one?.accessToken ?? '', other?.accessToken ?? '']) {
      expect((await harness.ask({ method: 'GET', template: accounts.read.path, token })).status).toBe(200);
    }
  });
});
