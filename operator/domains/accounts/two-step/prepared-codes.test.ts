import { expect, it } from 'vitest';
import { createPasswords, type HashPriority, type Passwords } from '../passwords/passwords.ts';
import { createPreparedCodes, type PreparedCodes } from './prepared-codes.ts';

const count = 3;

/** Prepared codes over cheap hashes that wait for `step` while held; `priorities` of the hashes asked for, in order. */
function setUp(): {
  prepared: PreparedCodes;
  priorities: (HashPriority | undefined)[];
  time: { now: number };
  step: () => void;
  hold: () => void;
} {
  const cheap = createPasswords({ logN: 4, r: 1, p: 1 });
  const priorities: (HashPriority | undefined)[] = [];
  const time = { now: 1_000 };
  let held = false;
  let waiting: (() => void)[] = [];
  const wait = (): Promise<void> => (held ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve());
  const passwords: Passwords = {
    ...cheap,
    async hash(secret, priority) {
      priorities.push(priority);
      await wait();
      return cheap.hash(secret, priority);
    },
    async hashLike(secret, stored, priority) {
      priorities.push(priority);
      await wait();
      return cheap.hashLike(secret, stored, priority);
    },
  };
  return {
    prepared: createPreparedCodes({ passwords, count, now: () => time.now }),
    priorities,
    time,
    hold: () => (held = true),
    step(): void {
      const due = waiting;
      waiting = [];
      for (const go of due) go();
    },
  };
}

it('makes a set in the background and gives it without another hash', async () => {
  const { prepared, priorities } = setUp();
  prepared.prepare('a', 2_000);
  await expect.poll(() => priorities.length).toBe(count);
  const { codes, hashes } = await prepared.take('a');
  expect(new Set(codes).size).toBe(count);
  expect(new Set(hashes).size).toBe(count);
  expect(priorities).toEqual(['background', 'background', 'background']);
});

it('gives a set that is being made to the first who asks, at the priority of a request, and never to two', async () => {
  const { prepared, priorities, hold, step } = setUp();
  hold();
  prepared.prepare('a', 2_000);
  await expect.poll(() => priorities).toEqual(['background']);
  const first = prepared.take('a');
  const second = prepared.take('b');
  const both = Promise.all([first, second]);
  const stepping = setInterval(step, 1);
  const [one, other] = await both;
  clearInterval(stepping);
  expect(one.codes.filter((code) => other.codes.includes(code))).toEqual([]);
  expect(priorities.filter((priority) => priority === 'background')).toHaveLength(1);
});

it('makes no more sets than there are accounts that wait, and never more than its bound', async () => {
  const { prepared, priorities } = setUp();
  for (let i = 0; i < 5; i += 1) prepared.prepare('a', 2_000);
  await expect.poll(() => priorities.length).toBe(count);
  for (let i = 0; i < 100; i += 1) prepared.prepare(`account ${i}`, 2_000);
  await expect.poll(() => priorities.length).toBe(8 * count);
  const taken = await Promise.all(Array.from({ length: 8 }, (_, i) => prepared.take(`account ${i}`)));
  expect(new Set(taken.flatMap(({ codes }) => codes)).size).toBe(8 * count);
});

it('makes none for an account whose time is over, and none after it was closed', async () => {
  const { prepared, priorities, time, hold, step } = setUp();
  time.now = 3_000;
  prepared.prepare('a', 2_000);
  expect(priorities).toEqual([]);
  hold();
  prepared.prepare('b', 4_000);
  await expect.poll(() => priorities.length).toBe(1);
  prepared.close();
  step();
  prepared.prepare('c', 4_000);
  // Whoever is served while the service closes still has an answer.
  const stepping = setInterval(step, 1);
  expect((await prepared.take('d')).codes).toHaveLength(count);
  clearInterval(stepping);
});
