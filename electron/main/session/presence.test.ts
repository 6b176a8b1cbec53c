import { expect, test } from 'vitest';
import { createPresence } from './presence.ts';
import { fakeTime } from '#tests/main/session.fixture.ts';

const MINUTE = 60_000;

function setUp(): { presence: ReturnType<typeof createPresence>; pass: (ms: number) => void; told: () => number[] } {
  const time = fakeTime();
  const told: number[] = [];
  const presence = createPresence({ tell: () => told.push(time.now()), later: time.later });
  return { presence, pass: time.pass, told: () => told };
}

test('a person who reads for an hour is told of once a minute, the last doing included', () => {
  const { presence, pass, told } = setUp();
  presence.watch(true);
  for (let second = 0; second < 3600; second += 1) {
    presence.active();
    pass(1000);
  }
  expect(told()).toHaveLength(60);
  pass(MINUTE);
  const last = told().length;
  // The last doing was heard of within a minute after it; then there is nothing to tell.
  expect(told().at(-1)).toBeGreaterThanOrEqual(3599_000);
  pass(60 * MINUTE);
  expect(told()).toHaveLength(last);
});

test('after a pause the first doing is told at once', () => {
  const { presence, pass, told } = setUp();
  presence.watch(true);
  pass(10 * MINUTE);
  presence.active();
  expect(told()).toEqual([10 * MINUTE]);
});

test('on one’s own computer and when signed out nothing is told', () => {
  const { presence, pass, told } = setUp();
  presence.active();
  presence.watch(true);
  presence.active();
  presence.watch(false);
  pass(10 * MINUTE);
  presence.active();
  expect(told()).toEqual([]);
});
