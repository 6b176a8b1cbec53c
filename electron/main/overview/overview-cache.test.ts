import { expect, test, vi } from 'vitest';
import type { Overview } from '#protocol/api/overview.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { Opened, SealedValue } from '../storage/sealed-value.ts';
import { deferred } from '../app/deferred.ts';
import { createOverviewCache, type CachedOverviews, type OverviewCache } from './overview-cache.ts';
import { createProfileSource } from '../operator/profile-source.ts';
import { createServiceClock } from '../operator/service-clock.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const number = '1234567890';
/** The cache does not read the content: a value with a time stands for an overview. */
const figures = (now: string): Overview => ({ now }) as Overview;

function memoryFile(): SealedValue<CachedOverviews> & { content: CachedOverviews | null } {
  return {
    content: null,
    read(): Promise<Opened<CachedOverviews>> {
      return Promise.resolve(this.content ? { kind: 'value', value: this.content } : { kind: 'none' });
    },
    write(value): Promise<void> {
      this.content = value;
      return Promise.resolve();
    },
    remove(): void {
      this.content = null;
    },
  };
}

function setUp(kept = true): {
  file: ReturnType<typeof memoryFile>;
  open: () => OverviewCache;
  answer: (next: Result<Overview>) => void;
  asked: () => number;
  stale: () => number;
  session: { id: string; kept: boolean };
} {
  const file = memoryFile();
  const session = { id: 's1', kept };
  let next: Result<Overview> = success(figures('a'));
  let asked = 0;
  let stale = 0;
  const open = (): OverviewCache =>
    createOverviewCache({
      fetch: () => {
        asked += 1;
        return Promise.resolve(next);
      },
      file,
      session: () => session,
      onFresh: vi.fn(),
      onStale: () => (stale += 1),
      now: () => 0,
      log,
    });
  return { file, open, session, asked: () => asked, stale: () => stale, answer: (value) => (next = value) };
}

const lastKnown = (now: string, because: string): unknown =>
  success({
    overview: figures(now),
    freshness: { kind: 'cached', at: '1970-01-01T00:00:00.000Z', because },
  });

test('answers fresh while the service answers, else the cached overview with its time, also after a restart', async () => {
  const { file, open, answer, stale } = setUp();
  const overviews = open();
  expect(await overviews.get(number)).toEqual(success({ overview: figures('a'), freshness: { kind: 'live' } }));
  await vi.waitFor(() => expect(file.content).not.toBeNull());
  expect(stale()).toBe(0);
  answer(failed({ code: 'service-unreachable' }));
  expect(await overviews.get(number)).toEqual(lastKnown('a', 'service-unreachable'));
  expect(stale()).toBe(1);
  expect(await open().get(number)).toEqual(lastKnown('a', 'service-unreachable'));
});

test('a refusal is not answered from the cache', async () => {
  const { open, answer } = setUp();
  const overviews = open();
  await overviews.get(number);
  answer(failed({ code: 'contract-not-found' }));
  expect(await overviews.get(number)).toEqual(failed({ code: 'contract-not-found' }));
});

test('answers the failure when nothing is cached', async () => {
  const { open, answer } = setUp();
  answer(failed({ code: 'service-timeout' }));
  expect(await open().get(number)).toEqual(failed({ code: 'service-timeout' }));
});

test('a session that is not kept writes no file', async () => {
  const { file, open, answer } = setUp(false);
  const overviews = open();
  await overviews.get(number);
  answer(failed({ code: 'service-unreachable' }));
  expect((await overviews.get(number)).ok).toBe(true);
  expect(file.content).toBeNull();
});

test('another session does not get them; signing out removes them', async () => {
  const { file, open, answer, session } = setUp();
  const overviews = open();
  await overviews.get(number);
  await vi.waitFor(() => expect(file.content).not.toBeNull());
  session.id = 's2';
  answer(failed({ code: 'service-unreachable' }));
  expect((await overviews.get(number)).ok).toBe(false);
  session.id = 's1';
  overviews.forget();
  expect(file.content).toBeNull();
  expect((await overviews.get(number)).ok).toBe(false);
});

test('locking clears the memory and keeps the encrypted file, which is used after unlocking', async () => {
  const { file, open, answer, asked } = setUp();
  const overviews = open();
  await overviews.get(number);
  await vi.waitFor(() => expect(file.content).not.toBeNull());
  overviews.prefetch(number);
  overviews.drop();
  expect(file.content).not.toBeNull();
  answer(failed({ code: 'session-locked' }));
  expect(await overviews.get(number)).toEqual(failed({ code: 'session-locked' }));
  expect(asked()).toBe(3);
  answer(failed({ code: 'service-unreachable' }));
  expect(await overviews.get(number)).toEqual(lastKnown('a', 'service-unreachable'));
});

test('a write that is running during forget() leaves no file', async () => {
  const { file, open } = setUp();
  const overviews = open();
  const gate = deferred<undefined>();
  const write = file.write.bind(file);
  let written = false;
  file.write = async (value) => {
    await gate.promise;
    await write(value);
    written = true;
  };
  await overviews.get(number);
  await Promise.resolve();
  overviews.forget();
  gate.resolve(undefined);
  await vi.waitFor(() => expect(written).toBe(true));
  await vi.waitFor(() => expect(file.content).toBeNull());
});

test('a prefetched answer is used for the first get() only', async () => {
  const { open, asked } = setUp();
  const overviews = open();
  overviews.prefetch(number);
  await overviews.get(number);
  expect(asked()).toBe(1);
  await overviews.get(number);
  expect(asked()).toBe(2);
});

test('the service clock advances with monotonic time, whatever the wall clock does', () => {
  let wall = Date.parse('2026-11-22T10:00:00Z');
  let monotonic = 0;
  const differs = vi.fn();
  const clock = createServiceClock({ wall: () => wall, monotonic: () => monotonic, differs });
  expect(clock.now()).toBe(wall);
  clock.heard('2026-11-22T15:00:00Z');
  expect(differs).not.toHaveBeenCalled();
  monotonic = 60_000;
  wall += 86_400_000;
  expect(clock.now()).toBe(Date.parse('2026-11-22T15:01:00Z'));
  clock.heard('2026-11-22T10:00:00Z');
  expect(differs).toHaveBeenCalledTimes(1);
});

test('the profile is fetched once a connection; without one the stored profile is used', async () => {
  type Profile = Parameters<Parameters<typeof createProfileSource>[0]['remember']>[0];
  const profile = { id: 'one' } as Profile;
  let next: Result<Profile> = failed({ code: 'service-unreachable' });
  const fetch = vi.fn(() => Promise.resolve(next));
  const remember = vi.fn();
  const changed = vi.fn();
  const source = createProfileSource({ fetch, remembered: profile, remember, changed });
  expect(await source.get()).toEqual(success(profile));
  next = success({ id: 'two' } as Profile);
  expect(await source.get()).toEqual(next);
  expect(await source.get()).toEqual(next);
  expect(fetch).toHaveBeenCalledTimes(2);
  expect(remember).toHaveBeenCalledTimes(1);
  expect(changed).toHaveBeenCalledTimes(1);
});
