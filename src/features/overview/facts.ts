import type { Overview } from '#protocol/api/overview.ts';
import { daysBetween } from '#protocol/format/days.ts';
import type { Saying } from './answer.ts';

/** One of the three facts below the first card. `negative` figures are tinted, and carry their minus as well. */
export interface FactOfStrip {
  readonly id: 'balance' | 'daily' | 'third';
  readonly label: Saying;
  readonly value: Saying;
  readonly negative: boolean;
}

function third(overview: Overview, live: boolean): Pick<FactOfStrip, 'label' | 'value'> | null {
  const { reception, topUpToMonthEnd, promise, nextDailyPrice, nextCharge } = overview;
  if (reception.state === 'blocked' && topUpToMonthEnd !== null) {
    return {
      label: { key: 'factToWatchUntil', facts: { day: { day: topUpToMonthEnd.lastDay } } },
      value: { key: 'factAmount', facts: { amount: { money: topUpToMonthEnd.amountKopecks } } },
    };
  }
  if (reception.state === 'suspended') {
    return {
      label: { key: 'factResumes', facts: {} },
      value: { key: 'factDay', facts: { day: { day: reception.resumesOn } } },
    };
  }
  if (nextDailyPrice !== null) {
    return {
      label: { key: 'factFrom', facts: { day: { day: nextDailyPrice.day } } },
      value: { key: 'factADay', facts: { amount: { money: nextDailyPrice.meanKopecks } } },
    };
  }
  if (promise !== null) {
    return {
      label: { key: 'factPromise', facts: { day: { day: promise.dueOn } } },
      value: { key: 'factAmount', facts: { amount: { money: promise.amountKopecks } } },
    };
  }
  if (nextCharge !== null) {
    const tonight = live && daysBetween(overview.today, nextCharge.day) <= 1;
    return {
      label: tonight
        ? { key: 'factNextChargeTonight', facts: {} }
        : { key: 'factNextChargeOn', facts: { day: { day: nextCharge.day } } },
      value: { key: 'factAmount', facts: { amount: { money: nextCharge.amountKopecks } } },
    };
  }
  return null;
}

/** The strip: what is there, what a day costs, and what changes next. `live` as in `AnswerRules`. */
export function factsOf(overview: Overview, live: boolean): readonly FactOfStrip[] {
  // "Spent a day" would be untrue while nothing is charged.
  const charged = overview.reception.state === 'on';
  const last = third(overview, live);
  return [
    {
      id: 'balance',
      label: { key: 'factBalance', facts: {} },
      value: { key: 'factAmount', facts: { amount: { money: overview.balanceKopecks } } },
      negative: overview.balanceKopecks < 0,
    },
    {
      id: 'daily',
      label: { key: charged ? 'factSpent' : 'factCosts', facts: {} },
      value: { key: 'factAmount', facts: { amount: { money: overview.dailyKopecks } } },
      negative: false,
    },
    ...(last === null ? [] : [{ id: 'third' as const, negative: false, ...last }]),
  ];
}
