import { expect, test } from 'vitest';
import { createIdleLock } from './idle-lock.ts';

function setUp(): { lock: ReturnType<typeof createIdleLock>; pass: (ms: number) => void; locked: () => number } {
  let now = 0;
  let locked = 0;
  let planned: { at: number; run: () => void }[] = [];
  const lock = createIdleLock({
    now: () => now,
    later: (ms, run) => {
      const item = { at: now + ms, run };
      planned.push(item);
      return () => {
        planned = planned.filter((other) => other !== item);
      };
    },
    lock: () => {
      locked += 1;
    },
  });
  const pass = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const next = planned.filter((item) => item.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      planned = planned.filter((item) => item !== next);
      now = next.at;
      next.run();
    }
    now = until;
  };
  return { lock, pass, locked: () => locked };
}

const IDLE = 30 * 60_000;

test('locks after idling, once', () => {
  const { lock, pass, locked } = setUp();
  lock.watch(IDLE);
  pass(IDLE - 1);
  expect(locked()).toBe(0);
  pass(2);
  expect(locked()).toBe(1);
  pass(IDLE * 3);
  expect(locked()).toBe(1);
});

test('activity puts it off; an own computer never locks', () => {
  const { lock, pass, locked } = setUp();
  lock.watch(IDLE);
  for (let index = 0; index < 5; index += 1) {
    pass(IDLE - 1000);
    lock.active();
  }
  expect(locked()).toBe(0);
  lock.watch(null);
  pass(IDLE * 10);
  expect(locked()).toBe(0);
});

test('time asleep is idle time', () => {
  const { lock, pass, locked } = setUp();
  lock.watch(IDLE);
  pass(60_000);
  lock.slept(IDLE);
  expect(locked()).toBe(1);
});
