import { expect, test } from 'vitest';
import { fakeTime } from '#tests/main/session.fixture.ts';
import { createIdleLock } from './idle-lock.ts';

interface Watched {
  readonly lock: ReturnType<typeof createIdleLock>;
  readonly pass: (ms: number) => void;
  readonly warnings: (number | null)[];
  readonly ended: () => number;
  /** The monotonic clock moves on without a timer being run, as in a sleep in which it does not stand still. */
  readonly jump: (ms: number) => void;
}

function setUp(): Watched {
  const time = fakeTime();
  const warnings: (number | null)[] = [];
  let ended = 0;
  const lock = createIdleLock({
    now: time.now,
    later: time.later,
    warn: (endsInMs) => warnings.push(endsInMs),
    end: () => {
      ended += 1;
    },
  });
  return { lock, pass: time.pass, jump: time.jump, warnings, ended: () => ended };
}

const MINUTE = 60_000;
const IDLE = 30 * MINUTE;
const shared = { afterMs: IDLE, warnMs: MINUTE };

test('ends after idling, once, with a minute’s warning', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch(shared);
  pass(IDLE - MINUTE - 1);
  expect(warnings).toEqual([]);
  pass(2);
  expect(warnings).toEqual([MINUTE]);
  pass(MINUTE - 10);
  expect([warnings, ended()]).toEqual([[MINUTE], 0]);
  pass(10);
  expect(ended()).toBe(1);
  expect(warnings).toEqual([MINUTE, null]);
  pass(IDLE * 3);
  expect(ended()).toBe(1);
});

test('activity puts it off without a word; without a plan it never ends', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch(shared);
  for (let index = 0; index < 5; index += 1) {
    pass(IDLE - 2 * MINUTE);
    lock.active();
  }
  lock.watch(null);
  pass(IDLE * 10);
  expect(ended()).toBe(0);
  expect(warnings).toEqual([]);
});

test('once warned only an answer counts; it ends the warning at once, and the next one comes in its time', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch(shared);
  pass(IDLE - 30_000);
  expect(lock.active()).toBe(false);
  expect(warnings).toEqual([MINUTE]);
  lock.stay();
  expect(warnings).toEqual([MINUTE, null]);
  expect(lock.active()).toBe(true);
  expect(warnings).toEqual([MINUTE, null]);
  pass(IDLE - MINUTE);
  expect(warnings).toEqual([MINUTE, null, MINUTE]);
  pass(MINUTE);
  expect(ended()).toBe(1);
});

test('leaving while warned takes the warning away', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch(shared);
  pass(IDLE - 30_000);
  lock.watch(null);
  pass(IDLE);
  expect(warnings).toEqual([MINUTE, null]);
  expect(ended()).toBe(0);
});

test('a plan without a warning ends without one; another plan keeps the time passed', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch({ afterMs: 30 * MINUTE, warnMs: null });
  pass(10 * MINUTE);
  lock.watch({ afterMs: 15 * MINUTE, warnMs: null });
  pass(4 * MINUTE);
  expect(ended()).toBe(0);
  pass(MINUTE);
  expect(ended()).toBe(1);
  expect(warnings).toEqual([]);
});

test('the warning is learned of later: the time passed counts', () => {
  const { lock, pass, warnings } = setUp();
  lock.watch({ afterMs: IDLE, warnMs: null });
  pass(IDLE - 30_000);
  lock.watch(shared);
  expect(warnings).toEqual([30_000]);
});

test('time asleep is idle time', () => {
  const { lock, pass, warnings, ended } = setUp();
  lock.watch(shared);
  pass(MINUTE);
  lock.fallsAsleep();
  lock.wakes(IDLE - 90_000);
  expect(warnings).toEqual([30_000]);
  lock.fallsAsleep();
  lock.wakes(30_000);
  expect(ended()).toBe(1);
});

test('a key pressed on waking does not undo the sleep, and a clock that ran on does not double it', () => {
  const early = setUp();
  early.lock.watch(shared);
  early.lock.fallsAsleep();
  early.lock.active();
  early.lock.wakes(IDLE);
  expect(early.ended()).toBe(1);
  const running = setUp();
  running.lock.watch(shared);
  running.lock.fallsAsleep();
  running.jump(20 * MINUTE);
  running.lock.wakes(20 * MINUTE);
  expect(running.ended()).toBe(0);
  running.pass(9 * MINUTE);
  expect(running.warnings).toEqual([MINUTE]);
});

test('a wall clock set back during the sleep does not give time', () => {
  const { lock, pass, ended } = setUp();
  lock.watch(shared);
  pass(20 * MINUTE);
  lock.fallsAsleep();
  lock.wakes(-IDLE);
  pass(10 * MINUTE);
  expect(ended()).toBe(1);
});
