import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { operatorDay } from '../clock/zone.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

const zone = 'Europe/Moscow';
const hour = 3_600_000;
let offset: number;
let days: string[];
let tidied: number;
let errors: unknown[];
let fail: Error | null;
let scheduler: Scheduler;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T20:50:00Z') });
  offset = 0;
  days = [];
  tidied = 0;
  errors = [];
  fail = null;
  const now = (): number => Date.now() + offset;
  const today = (): string => operatorDay(now(), zone);
  scheduler = createScheduler({
    clock: { now, today, advance: () => Promise.resolve(), reload: () => Promise.resolve() },
    timeZone: zone,
    runDays: () => {
      if (fail) return Promise.reject(fail);
      if (days.at(-1) !== today()) days.push(today());
      return Promise.resolve();
    },
    tidy: () => {
      tidied += 1;
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
  });
});
afterEach(async () => {
  await scheduler.stop();
  vi.useRealTimers();
});

it('catches up at start and then bills shortly after each midnight of the operator', async () => {
  await scheduler.start();
  expect(days).toEqual(['2026-11-22']);
  await vi.advanceTimersByTimeAsync(10 * 60_000 - 1);
  expect(days).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(days).toEqual(['2026-11-22', '2026-11-23']);
  await vi.advanceTimersByTimeAsync(48 * hour);
  expect(days).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']);
  expect(tidied).toBe(4);
});

it('notices a clock moved by another instance and a computer resumed from sleep', async () => {
  await scheduler.start();
  offset = 30 * hour;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(days.at(-1)).toBe('2026-11-24');
});

it('retries after a failed run and reports the error', async () => {
  await scheduler.start();
  fail = new Error('no room');
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  expect(days).toHaveLength(1);
  expect(errors).toContain(fail);
  fail = null;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(days).toHaveLength(2);
});

it('does not start when catching up fails', async () => {
  fail = new Error('no room');
  await expect(scheduler.start()).rejects.toThrow('no room');
});

it('runs nothing after stop', async () => {
  await scheduler.start();
  await scheduler.stop();
  await vi.advanceTimersByTimeAsync(24 * hour);
  expect(days).toHaveLength(1);
});
