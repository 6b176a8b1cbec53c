import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import type { Problem } from '#protocol/errors/problem.ts';
import { devices } from '#protocol/api/accounts.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { signedInDevices, type SignedInDevice, type TokenGrant } from '#protocol/api/sessions.ts';
import { listenToInstances } from '../../../platform/events/listener.ts';
import { openStream, type StreamReader } from '../../../platform/events/stream-reader.ts';
import { boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { refusalCode } from '#tests/operator/session-fixture.ts';
import { twoStepBench } from '#tests/operator/two-step-fixture.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('signed-in devices', (kind) => {
  let database: TestDatabase;
  let service: TestService;
  const readers: StreamReader[] = [];

  beforeEach(async () => {
    database = await freshDatabase(kind);
    service = await testService(database.address);
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.cut();
    await service.close();
    await database.remove();
  });

  type Answer = Awaited<ReturnType<TestService['app']['inject']>>;
  const ask = (grant: TokenGrant, method: 'GET' | 'DELETE', url: string = devices.list.path): Promise<Answer> =>
    service.app.inject({ method, url, headers: { authorization: `Bearer ${grant.accessToken}` } });
  const devicesIn = (answer: Answer): SignedInDevice[] => {
    expect(answer.statusCode).toBe(200);
    return signedInDevices.parse(answer.json()).devices;
  };
  const list = async (grant: TokenGrant): Promise<SignedInDevice[]> => devicesIn(await ask(grant, 'GET'));
  const endAt = (grant: TokenGrant, sessionId: string): Promise<Answer> =>
    ask(grant, 'DELETE', fillPath(devices.end.path, { sessionId }));
  const named = (name: string): Promise<TokenGrant> => service.signIn({ device: { name, platform: 'windows' } });
  const names = (devices: readonly SignedInDevice[]): string[] => devices.map((one) => one.device.name);
  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const use = (grant: TokenGrant): Promise<unknown> => service.sessions.authenticate(grant.accessToken, true);

  async function streamOf(grant: TokenGrant, at: TestService = service): Promise<StreamReader> {
    if (!at.app.server.listening) await at.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = at.app.server.address() as AddressInfo;
    const reader = await openStream(`http://127.0.0.1:${port}`, grant.accessToken);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    return reader;
  }

  it('are listed with what they are, the asking one first, then by last use', async () => {
    const begin = new Date(service.time.now).toISOString();
    const first = await named('first');
    pass(60_000);
    const second = await service.signIn({ computer: 'shared', device: { name: 'second', platform: 'macos' } });
    pass(60_000);
    await named('third');
    // Last used in the same moment: the one that signed in last comes first.
    expect(names(await list(first))).toEqual(['first', 'third', 'second']);
    expect(names(await list(second))).toEqual(['second', 'third', 'first']);
    pass(60_000);
    await use(first);
    pass(60_000);
    const devices = await list(second);
    expect(names(devices)).toEqual(['second', 'first', 'third']);
    expect(devices.map((one) => one.current)).toEqual([true, false, false]);
    expect(devices[1]).toEqual({
      id: first.session.id,
      device: { name: 'first', platform: 'windows' },
      computer: 'own',
      signedInAt: begin,
      lastUsedAt: new Date(Date.parse(begin) + 180_000).toISOString(),
      expiresAt: first.session.expiresAt,
      current: false,
    });
  });

  it('are no longer listed when signed out, idle, or at the end of their life', async () => {
    const out = await named('out');
    await service.sessions.end(out.session.id, 'signed-out');
    await service.signIn({ computer: 'shared', device: { name: 'idle', platform: 'linux' } });
    pass(rules.sharedIdleMs);
    expect(names(await list(await named('mine')))).toEqual(['mine']);
    pass(rules.ownSessionMs);
    expect(names(await list(await named('new')))).toEqual(['new']);
  });

  it('of others are neither seen nor ended, and look like none at all', async () => {
    const mine = await named('mine');
    const theirs = await service.signIn({ email: boris.email, password: boris.password });
    expect(names(await list(mine))).toEqual(['mine']);
    const ids = [theirs.session.id, 'f'.repeat(32), 'x', '%00', "' or 1=1 --"];
    const answers: Problem[] = [];
    for (const id of ids) {
      const answer = await endAt(mine, id);
      expect(answer.statusCode).toBe(404);
      answers.push({ ...answer.json<Problem>(), instance: '' });
    }
    for (const one of answers) expect(one).toEqual(answers[0]);
    await ask(mine, 'DELETE');
    await use(theirs);
  });

  it('are ended one by one, at once for every holder, and their streams say so', async () => {
    const mine = await named('mine');
    const there = await named('there');
    const other = await named('other');
    const [myStream, stream] = [await streamOf(mine), await streamOf(there)];
    expect(names(devicesIn(await endAt(mine, there.session.id)))).toEqual(['mine', 'other']);
    await stream.closed;
    expect(stream.ended).toEqual([{ code: 'session-ended' }]);
    expect(myStream.ended).toEqual([]);
    expect(await refusalCode(use(there))).toBe('session-ended');
    expect(await refusalCode(service.sessions.refresh(there.refreshToken))).toBe('session-ended');
    await use(other);
    // The answer may have got lost: asked again, it is the same.
    expect(names(devicesIn(await endAt(mine, there.session.id)))).toEqual(['mine', 'other']);
  });

  it('can end themselves, which is signing out', async () => {
    const mine = await named('mine');
    await named('other');
    expect(names(devicesIn(await endAt(mine, mine.session.id)))).toEqual(['other']);
    expect(await refusalCode(use(mine))).toBe('session-ended');
    const row = await service.core.db
      .selectFrom('sessions')
      .select('ended_because')
      .where('id', '=', mine.session.id)
      .executeTakeFirst();
    expect(row?.ended_because).toBe('signed-out');
  });

  it('are ended all but the asking one, with sign-ins that are half-way', async () => {
    const bench = twoStepBench(service);
    const mine = await named('mine');
    const others = [await named('one'), await named('two')];
    await bench.turnOn();
    const challenge = await bench.challenge();
    const streams = await Promise.all(others.map((one) => streamOf(one)));
    expect(names(devicesIn(await ask(mine, 'DELETE')))).toEqual(['mine']);
    for (const stream of streams) {
      await stream.closed;
      expect(stream.ended).toEqual([{ code: 'session-ended' }]);
    }
    for (const one of others) expect(await refusalCode(use(one))).toBe('session-ended');
    expect(await refusalCode(bench.finish({ challenge, code: '000000' }))).toBe('two-step-expired');
    await use(mine);
    expect(names(devicesIn(await ask(mine, 'DELETE')))).toEqual(['mine']);
  });

  it('hear of their end at whichever instance their stream is', async () => {
    const mine = await named('mine');
    const there = await named('there');
    const second = await testService(database.address, { fresh: false, time: service.time });
    const errors: unknown[] = [];
    const stop =
      database.address.kind === 'postgres'
        ? await listenToInstances(database.address.url, {
            onEvents: () => undefined,
            onSessionEnd: (id) => second.hub.endSession(id, 'session-ended'),
            onError: (error) => errors.push(error),
          })
        : () => undefined;
    const stream = await streamOf(there, second);
    await endAt(mine, there.session.id);
    // On SQLite another process finds it at its next look.
    if (kind === 'sqlite') await second.hub.beat();
    await stream.closed;
    expect(stream.ended).toEqual([{ code: 'session-ended' }]);
    await stop();
    await second.close();
    expect(errors).toEqual([]);
  });
});
