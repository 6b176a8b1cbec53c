import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { overview } from '#protocol/api/overview.ts';
import { newToken } from '../../operator/platform/crypto/tokens.ts';
import { demoContracts } from '../../operator/outside/seed/demo-contracts.ts';
import { codeOf, operationName, seen, startRig, type Rig } from './harness.ts';
import { rowsOf, tablesOfASubscriber } from './rows-of.ts';
import { takeTour } from './route-walk.ts';
import { answers, tried } from './authorization-cases.ts';
import { makeWorld, signIn, vera, verasCard, verasPhone, type World } from './fixture-data.ts';

describeOnDatabases('somebody else’s', (kind) => {
  let database: TestDatabase;
  let rig: Rig;
  let world: World;

  beforeAll(async () => {
    database = await freshDatabase(kind);
    rig = await startRig(database.address);
    world = await makeWorld(rig);
  });
  afterAll(async () => {
    await rig.close();
    await database.remove();
  });

  it('is tried at every route of the document', async () => {
    const operations = await rig.operations();
    expect(Object.keys(tried).sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const { name, path, closed } of operations) {
      const how = tried[name];
      // What names something has to be tried; what is behind sign-in is about somebody, and nothing else is.
      if (how === 'caller')
        expect({ name, path, closed }).toEqual({ name, closed: true, path: path.replace(/[{}]/g, '') });
      if (how === 'public') expect({ name, closed }).toEqual({ name, closed: false });
    }
  });

  it.each(Object.entries(tried).flatMap(([name, how]) => (typeof how === 'string' ? [] : [[name, how] as const])))(
    'is refused as what does not exist is: %s',
    async (name, trial) => {
      await rig.server.core.db.deleteFrom('sign_in_failures').execute();
      const requests = await trial(world);
      const [foreign, absent] = requests;
      for (const request of requests) expect(operationName(request)).toBe(name);
      const first = await rig.ask(foreign);
      // What counts wrong tries is to count both as the first.
      await rig.server.core.db.deleteFrom('sign_in_failures').execute();
      const second = await rig.ask(absent);
      expect(seen(first)).toEqual(seen(second));
      // Refused for what it is about, and not for some other reason that would hide it.
      const { status, text } = first;
      expect(status === 202 ? 'letter-sent' : text).toContain(answers[name] ?? 'nothing was expected');
    },
  );

  it('opens with no token that is not an access token, whosever it is, at any route behind sign-in', async () => {
    const { veras, vera: theirs } = world;
    const others = [theirs.refreshToken, theirs.session.id.padEnd(43, 'A'), ...Object.values(veras)].filter(
      (one) => one.length === 43,
    );
    expect(others.length).toBeGreaterThanOrEqual(6);
    const closed = (await rig.operations()).filter((one) => one.closed);
    expect(closed.length).toBeGreaterThan(20);
    const parts = { contractNumber: demoContracts.blocked, sessionId: theirs.session.id, provider: 'vk' };
    for (const { method, path } of closed) {
      const request = { method, template: path.replace(/\{(\w+)\}/g, ':$1'), parts };
      const unknown = seen(await rig.ask({ ...request, token: newToken() }));
      expect(unknown.status).toBe(401);
      for (const token of others) expect(seen(await rig.ask({ ...request, token }))).toEqual(unknown);
    }
  });

  it('stays as it was, unread, while somebody else uses every route there is', async () => {
    await rig.quiet();
    const veras = await world.belongings();
    const before = await rowsOf(rig.server.core, veras);
    for (const table of tablesOfASubscriber) expect(before[table]?.length ?? 0).toBeGreaterThan(0);
    const tour = await takeTour(rig);
    expect(await rowsOf(rig.server.core, veras)).toEqual(before);
    const marks = [
      veras.accountId,
      veras.email,
      ...veras.contracts,
      ...veras.sessionIds,
      verasPhone,
      verasCard,
      'Лапина',
    ];
    for (const { operation, text } of tour.heard) {
      for (const mark of marks)
        expect({ operation, mark, told: text.includes(mark) }).toEqual({ operation, mark, told: false });
    }
  });

  it('is still there for whose it is', async () => {
    const token = (await signIn(rig, vera)).accessToken;
    const answer = await rig.ask({
      method: 'GET',
      template: overview.read.path,
      token,
      parts: { contractNumber: demoContracts.dacha },
    });
    expect(codeOf(answer)).toBeNull();
    expect(answer.text).toContain(demoContracts.dacha);
  });
});
