import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { startRig, type Request, type Rig } from './harness.ts';
import { takeTour } from './route-walk.ts';

/** Which of them a log holds; digits count where they stand alone, since moments and durations are digits too. */
function found(log: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) =>
    /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(log) : log.includes(secret),
  );
}

/** What `scrub` leaves in the place of what should not have come so far. */
const TRACES = ['[removed]', '[e-mail]', '[token]'];

describeOnDatabases('the log of everything that one can do', (kind) => {
  let database: TestDatabase;
  let rig: Rig;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    rig = await startRig(database.address);
  });
  afterAll(async () => {
    await rig.close();
    await database.remove();
  });

  it('holds each route and none of what was typed, sent, shown or given out', async () => {
    const tour = await takeTour(rig);
    const operations = await rig.operations();
    expect([...tour.visited].sort()).toEqual(operations.map(({ name }) => name).sort());
    const log = rig.log.join('');
    const silent = operations.filter(({ path }) => !log.includes(`"route":"${path.replace(/\{(\w+)\}/g, ':$1')}"`));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(tour.secrets.size).toBeGreaterThan(60);
    expect(found(log, tour.secrets)).toEqual([]);
    // What redacts finished lines is the last net; nothing may ever get as far as there.
    expect(found(log, TRACES)).toEqual([]);
  });

  it('stays so where everything is refused', async () => {
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
    for (const { method, path, name } of await rig.operations()) {
      if (path.startsWith('/console/')) continue;
      const template = path.replace(/\{(\w+)\}/g, ':$1');
      const parts = { contractNumber: '2256884759', sessionId: secret, provider: secret, purpose: secret };
      const request: Request = { method, template, parts, query, token: secret };
      const answer = await rig.ask({ ...request, ...(method === 'GET' ? {} : { body: everything }) });
      expect({ name, status: answer.status }).not.toEqual({ name, status: 500 });
    }
    await rig.ask({ method: 'GET', template: `/v1/${secret}/grey.heron@example.test`, query });
    const log = rig.log.join('');
    expect(found(log, [...secrets, ...secrets.map(encodeURIComponent), '2256884759'])).toEqual([]);
    expect(found(log, TRACES)).toEqual([]);
  });
});

it('a log would be found to hold what is planted', () => {
  const planted = 'P'.repeat(43);
  expect(found(`{"time":1,"msg":"came with ${planted}"}`, [planted])).toEqual([planted]);
  expect(found('{"msg":"code 123456 sent"}', ['123456'])).toEqual(['123456']);
  expect(found('{"time":1123456789}', ['123456'])).toEqual([]);
});
