import { sessions } from '#protocol/api/sign-in.ts';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { operations } from '#protocol/api/operations.ts';
import { usualLimits } from '../http/rate-limits.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { listenToInstances } from './listener.ts';
import { openStream, type StreamReader } from './stream-reader.ts';

describeOnDatabases('the event stream', (kind) => {
  let database: TestDatabase;
  let service: TestService;
  let origin: string;
  let token: string;
  let sessionId: string;
  const readers: StreamReader[] = [];

  beforeEach(async () => {
    database = await freshDatabase(kind);
    service = await testService(database.address, { limits: { ...usualLimits, perSession: 1e6, perAddress: 1e6 } });
    await service.app.listen({ host: '127.0.0.1', port: 0 });
    origin = `http://127.0.0.1:${(service.app.server.address() as AddressInfo).port}`;
    const grant = await service.signIn();
    token = grant.accessToken;
    sessionId = grant.session.id;
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.cut();
    await service.close();
    await database.remove();
  });

  async function stream(lastEventId?: number): Promise<StreamReader> {
    const reader = await openStream(origin, token, lastEventId);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    return reader;
  }
  const last = async (): Promise<number> => Number((await stream()).hello[0]);

  it('sends the newest id first and then each event to its audience only', async () => {
    await service.tell(anna.contract, 1);
    const reader = await stream();
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(reader.hello).toEqual([String(await last())]);
    await service.tell(boris.contract, 2);
    await service.tell(anna.contract, 3);
    await reader.until(() => reader.events.length > 0);
    expect(reader.events).toMatchObject([{ type: 'top-up-credited', contractNumber: anna.contract, amountKopecks: 3 }]);
  });

  it('replays missed events in batches and in order, then continues live', async () => {
    const before = await last();
    for (let i = 0; i < 450; i += 1) await service.tell(i % 3 === 0 ? boris.contract : anna.contract, i);
    const reader = await stream(before);
    await reader.until(() => reader.ids.length === 300);
    await service.tell(anna.contract, 1);
    await reader.until(() => reader.ids.length === 301);
    expect(reader.ids).toEqual([...new Set(reader.ids)].sort((a, b) => a - b));
    expect(reader.events.every((event) => event.contractNumber === anna.contract)).toBe(true);
  });

  it('loses and repeats nothing across reconnects with concurrent writers', async () => {
    const writers = 6;
    const each = 40;
    const seen: number[] = [];
    let cursor = await last();
    const progress = { writing: true };
    const write = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; i < each; i += 1) await service.tell(anna.contract, writer * each + i);
      }),
    ).finally(() => {
      progress.writing = false;
    });
    while (progress.writing || seen.length < writers * each) {
      const reader = await stream(cursor);
      const enough = Math.min(17, writers * each - seen.length);
      await reader.until(() => reader.ids.length >= enough);
      reader.cut();
      seen.push(...reader.ids);
      cursor = seen.at(-1) ?? cursor;
    }
    await write;
    expect(seen).toHaveLength(writers * each);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });

  it('starts over for an id of another database and ignores malformed ids', async () => {
    await service.tell(anna.contract, 1);
    const newest = await last();
    for (const [sent, begin] of [
      [newest + 1_000, newest],
      [newest - 1, newest - 1],
    ] as const) {
      expect((await stream(sent)).hello).toEqual([String(begin)]);
    }
    expect((await stream(Number.NaN)).hello).toEqual([String(newest)]);
    expect((await stream(-5)).hello).toEqual([String(newest)]);
  });

  it('ends when its session signs out, other sessions unaffected', async () => {
    const mine = await stream();
    const other = await openStream(origin, (await service.signIn()).accessToken);
    readers.push(other);
    const headers = { authorization: `Bearer ${token}` };
    await service.app.inject({ method: 'DELETE', url: sessions.end.path, headers });
    await mine.closed;
    expect(mine.ended).toEqual([{ code: 'session-ended' }]);
    await service.tell(anna.contract, 1);
    await other.until(() => other.ids.length === 1);
    expect((await openStream(origin, token)).status).toBe(401);
  });

  it('outlives its access token and ends when the session idles, which it does not prevent', async () => {
    const grant = await service.signIn({ computer: 'shared' });
    const reader = await openStream(origin, grant.accessToken);
    readers.push(reader);
    service.time.now += 29 * 60_000;
    await service.hub.beat();
    await reader.until(() => reader.comments === 1);
    service.time.now += 60_000;
    await service.hub.beat();
    await reader.closed;
    expect(reader.ended).toEqual([{ code: 'session-idle' }]);
  });

  it('ends when a reused token ends the session', async () => {
    const grant = await service.signIn();
    const reader = await openStream(origin, grant.accessToken);
    readers.push(reader);
    await reader.until(() => reader.hello.length === 1);
    const next = await service.sessions.refresh(grant.refreshToken);
    await service.sessions.refresh(next.refreshToken);
    await expect(service.sessions.refresh(grant.refreshToken)).rejects.toThrow('session-ended');
    await reader.closed;
    expect(reader.ended).toEqual([{ code: 'session-ended' }]);
  });

  it('disconnects a client that does not read; it misses nothing after reconnecting', async () => {
    const reader = await stream();
    const begin = Number(reader.hello[0]);
    reader.pause();
    // The kernel buffers a limited amount for the paused reader; then the service's own buffer fills.
    let emitted = 0;
    while (service.hub.size > 0) {
      await service.tell(anna.contract, 1, 5_000);
      emitted += 5_000;
      if (emitted > 500_000) throw new Error('The slow reader was never dropped.');
      await service.hub.beat();
    }
    reader.cut();
    const back = await stream(begin);
    await back.until(() => back.ids.length === emitted);
    expect(new Set(back.ids).size).toBe(emitted);
  });

  it('ends the oldest one when a session opens too many', async () => {
    const many = [];
    for (let i = 0; i <= usualLimits.streamsPerSession; i += 1) many.push(await stream());
    await many[0]!.closed;
    expect(many[0]!.ended).toEqual([]);
    expect(service.hub.size).toBe(usualLimits.streamsPerSession);
  });

  it('sends nothing without authentication and nothing for HEAD', async () => {
    expect((await openStream(origin, 'A'.repeat(43))).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await service.app.inject({ method: 'HEAD', url: operations.events.stream.path, headers })).statusCode).toBe(
      404,
    );
    expect(sessionId).not.toBe('');
  });

  it('delivers events and session ends across instances', async () => {
    const second = await testService(database.address, { fresh: false, time: service.time });
    const onError = vi.fn();
    const news = {
      onEvents: () => second.hub.wake(),
      onSessionEnd: (id: string) => second.hub.endSession(id, 'session-ended'),
      onError,
    };
    const stop =
      database.address.kind === 'postgres' ? await listenToInstances(database.address.url, news) : () => undefined;
    await second.app.listen({ host: '127.0.0.1', port: 0 });
    const secondOrigin = `http://127.0.0.1:${(second.app.server.address() as AddressInfo).port}`;
    const there = await openStream(secondOrigin, token);
    await there.until(() => there.hello.length === 1);
    const here = await stream();
    const writers = [service, second, service, second];
    // Two connections of one process to one SQLite file would deadlock.
    if (kind === 'sqlite') for (const one of writers) await one.tell(anna.contract, 1, 10);
    else await Promise.all(writers.flatMap((one) => Array.from({ length: 10 }, () => one.tell(anna.contract, 1))));
    // SQLite cannot notify other processes. The server polls (`server.ts`); the test triggers it by hand.
    if (kind === 'sqlite') for (const one of [service, second]) one.hub.wake();
    else service.hub.wake();
    await there.until(() => there.ids.length === 40);
    await here.until(() => here.ids.length === 40);
    expect(there.ids).toEqual(here.ids);
    await service.sessions.end(sessionId, 'signed-out');
    if (kind === 'sqlite') await second.hub.beat();
    await there.closed;
    expect(there.ended).toEqual([{ code: 'session-ended' }]);
    await stop();
    await second.close();
    expect(onError).not.toHaveBeenCalled();
  });
});
