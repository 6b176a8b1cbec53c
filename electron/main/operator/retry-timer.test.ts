import { expect, test } from 'vitest';
import { createAskAgain } from './retry-timer.ts';

function setUp(): { asked: () => number; waits: number[]; pass: () => void; again: ReturnType<typeof createAskAgain> } {
  let asked = 0;
  let next: (() => void) | null = null;
  const waits: number[] = [];
  const again = createAskAgain({
    ask: () => (asked += 1),
    later: (ms, run) => {
      waits.push(ms);
      next = run;
      return () => (next = null);
    },
    random: () => 1,
  });
  const pass = (): void => {
    const run = next;
    next = null;
    run?.();
  };
  return { asked: () => asked, waits, pass, again };
}

test('waits double up to a minute, and one wait is not made two', () => {
  const { asked, waits, pass, again } = setUp();
  for (let round = 0; round < 7; round += 1) {
    again.failed();
    again.failed();
    pass();
  }
  expect(asked()).toBe(7);
  expect(waits).toEqual([4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('once had, nothing is asked and the waits begin small again', () => {
  const { asked, waits, pass, again } = setUp();
  again.failed();
  again.had();
  pass();
  expect(asked()).toBe(0);
  again.failed();
  expect(waits).toEqual([4_000, 4_000]);
});
