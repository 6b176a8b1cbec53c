import { beforeEach, expect, test, vi } from 'vitest';
import type { Topic } from '#protocol/topics.ts';
import { createDataChanges, type DataChanges } from './data-changes.ts';

const send = vi.fn<(change: { topics: Topic[]; contractNumber: string | null }) => void>();
let locked = false;
let changes: DataChanges;

beforeEach(() => {
  vi.useFakeTimers();
  send.mockReset();
  locked = false;
  changes = createDataChanges({
    send,
    locked: () => locked,
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    now: () => Date.now(),
  });
  return () => vi.useRealTimers();
});

test('[F35] the changes of one payment are sent once', () => {
  changes.add(['overview', 'money'], '1234567890');
  vi.advanceTimersByTime(50);
  changes.add(['money'], '1234567890');
  vi.advanceTimersByTime(100);
  changes.add(['overview', 'money'], '1234567890');
  expect(send).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(send.mock.calls).toEqual([[{ topics: ['overview', 'money'], contractNumber: '1234567890' }]]);
});

test('a change of every contract covers those of one', () => {
  changes.add(['overview'], '1234567890');
  changes.add(['overview', 'money'], null);
  changes.add(['security'], '0987654321');
  vi.advanceTimersByTime(1_000);
  expect(send.mock.calls.map(([change]) => change)).toEqual([
    { topics: ['overview', 'money'], contractNumber: null },
    { topics: ['security'], contractNumber: '0987654321' },
  ]);
});

test('changes that keep coming are sent all the same', () => {
  for (let round = 0; round < 20; round += 1) {
    changes.add(['money'], null);
    vi.advanceTimersByTime(100);
  }
  expect(send.mock.calls.length).toBeGreaterThanOrEqual(2);
});

test('while locked nothing of the account is sent', () => {
  changes.add(['money'], '1234567890');
  changes.add(['security', 'profile'], null);
  locked = true;
  vi.advanceTimersByTime(1_000);
  expect(send.mock.calls).toEqual([[{ topics: ['profile'], contractNumber: null }]]);
});
