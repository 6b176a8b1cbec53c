import { describe, expect, it } from 'vitest';
import type { Overview } from '#protocol/api/overview.ts';
import { addDays } from '#protocol/format/days.ts';
import { answerOf, type AnswerRules } from './answer.ts';
import { factsOf } from './facts.ts';
import { blocked, healthy, promised, suspended } from '../../testing/overview.fixture.ts';
import { payableSuggestion, suggestionOf } from './suggestion.ts';

const rules: AnswerRules = { soonDays: 3, horizonDays: 400, timeZone: 'Europe/Moscow', live: true };
const past: AnswerRules = { ...rules, live: false };

function on(daysLeft: number | null): Overview {
  const lastDay = daysLeft === null ? null : addDays(healthy.today, daysLeft);
  return { ...healthy, reception: { state: 'on', lastDay, daysLeft } };
}

describe('answerOf', () => {
  it.each([
    ['far', on(28), 'on', 'chipOn', 'until'],
    ['four days', on(4), 'on', 'chipOn', 'until'],
    ['three days', on(3), 'soon', 'chipDaysLeft', 'untilMissing'],
    ['one day', on(1), 'soon', 'chipDaysLeft', 'untilTomorrowMissing'],
    ['the last day', on(0), 'soon', 'chipLastDay', 'stopsTomorrowMissing'],
    ['beyond the horizon', on(null), 'on', 'chipOn', 'beyondYear'],
    ['blocked', blocked, 'off', 'chipOff', 'missingAgain'],
    ['suspended', suspended, 'paused', 'chipSuspended', 'suspendedUntil'],
    ['a promise runs', promised, 'on', 'chipOn', 'until'],
    [
      'closed',
      { ...blocked, contract: { ...blocked.contract, status: 'closed' as const } },
      'off',
      'chipClosed',
      'closed',
    ],
  ] as const)('%s', (_case, overview, tone, chip, title) => {
    const answer = answerOf(overview, rules);
    expect([answer.tone, answer.chip.key, answer.title.key]).toEqual([tone, chip, title]);
  });

  it('names what is missing to the month’s end, and what it buys', () => {
    const answer = answerOf(on(2), rules);
    expect(answer.title).toMatchObject({ key: 'untilMissing', facts: { amount: { money: 22_700 } }, count: 227 });
    expect(answer.sub[0]).toEqual({
      key: 'reaches',
      facts: { amount: { money: 22_700 }, day: { day: '2026-12-31' } },
    });
  });

  it('names nothing missing when nothing is suggested', () => {
    expect(answerOf({ ...on(0), topUpToMonthEnd: null }, rules).title.key).toBe('stopsTomorrow');
    expect(answerOf({ ...on(1), topUpToMonthEnd: null }, rules).title.key).toBe('untilTomorrow');
  });

  it('looks only as far as the profile says', () => {
    expect(answerOf(on(null), { ...rules, horizonDays: 180 }).title).toMatchObject({ key: 'beyondDays', count: 180 });
    expect(answerOf(on(6), { ...rules, soonDays: 7 }).tone).toBe('soon');
  });

  it.each([
    ['2026-11-21T21:00:00Z', 'stoppedToday', '2026-11-22', '00:00'],
    ['2026-11-21T20:59:00Z', 'stoppedYesterday', '2026-11-21', '23:59'],
    ['2026-11-14T21:00:00Z', 'stoppedOn', '2026-11-15', '00:00'],
  ] as const)('blocked since %s: %s, by the operator’s day', (since, key, day, time) => {
    const answer = answerOf(
      { ...blocked, reception: { state: 'blocked', since, missingKopecks: 8560, backOnKopecks: 8600 } },
      rules,
    );
    expect(answer.sub[0]).toEqual({ key, facts: { day: { day }, time: { time } } });
  });

  it('says the promise beside the balance', () => {
    expect(answerOf(promised, rules).sub[0]).toEqual({
      key: 'balancePromised',
      facts: { balance: { money: 46_440 }, promised: { money: 15_000 }, day: { day: '2026-11-27' } },
    });
  });

  it('never says today, tomorrow or tonight of figures of an unknown age', () => {
    for (const overview of [on(28), on(3), on(1), on(0), blocked, suspended, promised]) {
      const answer = answerOf(overview, past);
      const keys = [answer.chip, answer.title, ...answer.sub].map((s) => s.key).join(' ');
      expect(keys).not.toMatch(/today|tomorrow|tonight|yesterday|lastDay|daysLeft/i);
      expect(answer.chip.key).toMatch(/^chipKnown/);
    }
  });
});

describe('factsOf', () => {
  it.each([
    ['on', healthy, ['factBalance', 'factSpent', 'factFrom']],
    ['blocked', blocked, ['factBalance', 'factCosts', 'factToWatchUntil']],
    ['suspended', suspended, ['factBalance', 'factCosts', 'factResumes']],
    ['promise', { ...promised, nextDailyPrice: null }, ['factBalance', 'factSpent', 'factPromise']],
    ['plain', { ...healthy, nextDailyPrice: null }, ['factBalance', 'factSpent', 'factNextChargeTonight']],
  ] as const)('%s', (_case, overview, labels) => {
    expect(factsOf(overview, true).map((fact) => fact.label.key)).toEqual(labels);
  });

  it('marks what is owed', () => {
    expect(factsOf(blocked, true)[0]?.negative).toBe(true);
    expect(factsOf(healthy, true)[0]?.negative).toBe(false);
  });
});

describe('suggestion', () => {
  const billing = { paymentMinKopecks: 1_000, paymentMaxKopecks: 1_500_000 };

  it('is the round sum while blocked, else what reaches the month’s end', () => {
    expect(suggestionOf(blocked)?.amountKopecks).toBe(40_000);
    expect(suggestionOf(healthy)?.amountKopecks).toBe(22_700);
  });

  it('is not offered when one payment cannot be of that size', () => {
    expect(payableSuggestion(healthy, billing)?.amountKopecks).toBe(22_700);
    expect(payableSuggestion(healthy, { ...billing, paymentMinKopecks: 30_000 })).toBeNull();
    expect(payableSuggestion(healthy, { ...billing, paymentMaxKopecks: 20_000 })).toBeNull();
  });
});
