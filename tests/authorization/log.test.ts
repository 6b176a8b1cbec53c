import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { startRig, type Request, type Rig } from './harness.ts';
import { walkRoutes } from './route-walk.ts';

/** Secrets found in a log; numbers only as whole numbers, since timestamps and durations contain digits too. */
function found(log: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) =>
    /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(log) : log.includes(secret),
  );
}

/** Placeholders left by `scrub`, the last line of defence. */
const TRACES = ['[removed]', '[e-mail]', '[token]'];

describeOnDatabases('the log of the route walk', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
  });
  afterAll(async () => {
    await harness.close();
    await database.remove();
  });

  it('contains each route and no secrets', async () => {
    const walk = await walkRoutes(harness);
    const operations = await harness.operations();
    expect([...walk.visited].sort()).toEqual(operations.map(({ name }) => name).sort());
    const log = harness.log.join('');
    const silent = operations.filter(({ path }) => !log.includes(`"route":"${path.replace(/\{(\w+)\}/g, ':$1')}"`));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(walk.secrets.size).toBeGreaterThan(60);
    expect(found(log, walk.secrets)).toEqual([]);
    // `scrub` is the last line of defence and must have nothing to remove.
    expect(found(log, TRACES)).toEqual([]);
  });

  it('contains no secrets when every request is refused', async () => {
    const secret = 'S'.repeat(43);
    const secrets = [secret, 'grey.heron@example.test', 'a heron by any name', '+79005550177', '047155555555'];
    const everything = Object.fromEntries(
      [
        'email',
        'password',
        'next',
        'token',
        'ticket',
        'challenge',
        'refreshToken',
        'code',
        'phone',
        'cardNumber',
        'surname',
      ]
        .map((field, i) => [field, secrets[i % secrets.length]] as const)
        .concat([['language', 'en']]),
    );
    const query = `?${new URLSearchParams(everything as Record<string, string>).toString()}`;
    for (const { method, path, name } of await harness.operations()) {
      if (path.startsWith('/console/')) continue;
      const template = path.replace(/\{(\w+)\}/g, ':$1');
      const parts = { contractNumber: '2256884759', sessionId: secret, provider: secret, purpose: secret };
      const request: Request = { method, template, parts, query, token: secret };
      const answer = await harness.ask({ ...request, ...(method === 'GET' ? {} : { body: everything }) });
      expect({ name, status: answer.status }).not.toEqual({ name, status: 500 });
    }
    await harness.ask({ method: 'GET', template: `/v1/${secret}/grey.heron@example.test`, query });
    const log = harness.log.join('');
    expect(found(log, [...secrets, ...secrets.map(encodeURIComponent), '2256884759'])).toEqual([]);
    expect(found(log, TRACES)).toEqual([]);
  });
});

it('the search finds planted secrets', () => {
  const planted = 'P'.repeat(43);
  expect(found(`{"time":1,"msg":"came with ${planted}"}`, [planted])).toEqual([planted]);
  expect(found('{"msg":"code 123456 sent"}', ['123456'])).toEqual(['123456']);
  expect(found('{"time":1123456789}', ['123456'])).toEqual([]);
});
