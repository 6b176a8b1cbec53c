import type { PromiseTerms } from '#protocol/api/promises.ts';
import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { blocked } from '../../testing/overview.fixture.ts';

const rules = { minKopecks: 1_000, maxKopecks: 100_000, termDays: 5, everyDays: 30 };

/** A reason with the facts given. */
export function reasonOf(code: ReasonCode, facts: Partial<Reason> = {}): Reason {
  const none = { liftsOn: null, liftsAt: null, amountKopecks: null, note: null, action: 'wait' } as const;
  return { code, number: reasonNumbers[code], ...none, ...facts };
}

/** The blocked subscriber may take 252 ₽. */
export const offered: PromiseTerms = {
  running: null,
  offer: {
    amountKopecks: 25_200,
    feeKopecks: 0,
    dueOn: '2026-11-27',
    lastDay: '2026-11-26',
    toPayKopecks: 28_600,
    points: blocked.topUpToMonthEnd?.points ?? [],
  },
  reasons: [],
  rules,
};

/** It was taken. */
export const taken: PromiseTerms = {
  running: { amountKopecks: 25_200, dueOn: '2026-11-27', takenAt: '2026-11-22T06:45:00Z' },
  offer: null,
  reasons: [
    reasonOf('promise-running', { liftsOn: '2026-11-27', amountKopecks: 25_200, action: 'top-up' }),
    reasonOf('promise-too-soon', { liftsOn: '2026-12-22' }),
  ],
  rules,
};

/** Nothing runs and nothing is offered, for these reasons. */
export function refusedFor(...reasons: Reason[]): PromiseTerms {
  return { running: null, offer: null, reasons, rules };
}
