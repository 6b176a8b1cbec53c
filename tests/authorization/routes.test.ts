import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { overview } from '#protocol/api/overview.ts';
import { newToken } from '../../operator/platform/crypto/tokens.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { codeOf, operationName, seen, startRig, type Rig } from './harness.ts';
import { rowsOf, tablesOfASubscriber } from './rows-of.ts';
import { walkRoutes } from './route-walk.ts';
import { answers, authorizationCases } from './authorization-cases.ts';
import { createFixture, signIn, vera, verasCard, verasPhone, type AuthorizationFixture } from './fixture-data.ts';

describeOnDatabases('resources of another account', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  let fixture: AuthorizationFixture;

  beforeAll(async () => {
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
    fixture = await createFixture(harness);
  });
  afterAll(async () => {
    await harness.close();
    await database.remove();
  });

  it('have a case for every route of the document', async () => {
    const operations = await harness.operations();
    expect(Object.keys(authorizationCases).sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const { name, path, closed } of operations) {
      const how = authorizationCases[name];
      // Routes with a resource id need a case; only routes behind sign-in may be `caller`.
      if (how === 'caller')
        expect({ name, path, closed }).toEqual({ name, closed: true, path: path.replace(/[{}]/g, '') });
      if (how === 'public') expect({ name, closed }).toEqual({ name, closed: false });
    }
  });

  it.each(
    Object.entries(authorizationCases).flatMap(([name, how]) =>
      typeof how === 'string' ? [] : [[name, how] as const],
    ),
  )('are refused exactly like missing resources: %s', async (name, trial) => {
    await harness.server.core.db.deleteFrom('sign_in_failures').execute();
    const requests = await trial(fixture);
    const [foreign, absent] = requests;
    for (const request of requests) expect(operationName(request)).toBe(name);
    const first = await harness.ask(foreign);
    // Reset the counters, so that both requests count as the first failure.
    await harness.server.core.db.deleteFrom('sign_in_failures').execute();
    const second = await harness.ask(absent);
    expect(seen(first)).toEqual(seen(second));
    // The expected refusal, not another one that would hide a leak.
    const { status, text } = first;
    expect(status === 202 ? 'letter-sent' : text).toContain(answers[name] ?? 'nothing was expected');
  });

  it('are not accessible with other kinds of tokens, at any route behind sign-in', async () => {
    const { veras, vera: theirs } = fixture;
    const others = [theirs.refreshToken, theirs.session.id.padEnd(43, 'A'), ...Object.values(veras)].filter(
      (one) => one.length === 43,
    );
    expect(others.length).toBeGreaterThanOrEqual(6);
    const closed = (await harness.operations()).filter((one) => one.closed);
    expect(closed.length).toBeGreaterThan(20);
    const parts = { contractNumber: demoContracts.blocked, sessionId: theirs.session.id, provider: 'vk' };
    for (const { method, path } of closed) {
      const request = { method, template: path.replace(/\{(\w+)\}/g, ':$1'), parts };
      const unknown = seen(await harness.ask({ ...request, token: newToken() }));
      expect(unknown.status).toBe(401);
      for (const token of others) expect(seen(await harness.ask({ ...request, token }))).toEqual(unknown);
    }
  });

  it('are neither changed nor returned while another account calls every route', async () => {
    await harness.quiet();
    const veras = await fixture.belongings();
    const before = await rowsOf(harness.server.core, veras);
    for (const table of tablesOfASubscriber) expect(before[table]?.length ?? 0).toBeGreaterThan(0);
    const walk = await walkRoutes(harness);
    expect(await rowsOf(harness.server.core, veras)).toEqual(before);
    const marks = [
      veras.accountId,
      veras.email,
      ...veras.contracts,
      ...veras.sessionIds,
      verasPhone,
      verasCard,
      'Лапина',
    ];
    for (const { operation, text } of walk.heard) {
      for (const mark of marks)
        expect({ operation, mark, leaked: text.includes(mark) }).toEqual({ operation, mark, leaked: false });
    }
  });

  it('are still accessible to their owner', async () => {
    const token = (await signIn(harness, vera)).accessToken;
    const answer = await harness.ask({
      method: 'GET',
      template: overview.read.path,
      token,
      parts: { contractNumber: demoContracts.dacha },
    });
    expect(codeOf(answer)).toBeNull();
    expect(answer.text).toContain(demoContracts.dacha);
  });
});
