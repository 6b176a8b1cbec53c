import type { TopUpOffer, TopUpTerms } from '#protocol/api/payments.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import { credit, dayCharges, sumOf } from '../contracts/index.ts';
import { addDays, daysBetween, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { afterTopUp, type ForecastStart, missingThrough, roundUp, simulate } from '../forecast/index.ts';

/** Last day of uninterrupted reception from today; `day` null: beyond the horizon. Null: no reception today. */
function lastDayOf(start: ForecastStart, rules: BillingRules): { readonly day: string | null } | null {
  if (start.state.status !== 'active') return null;
  return { day: simulate(start, 1, rules.untilHorizonDays).lastDay };
}

/** Whole days of reception that a top-up adds, up to the horizon. */
function moreDays(before: ForecastStart, after: ForecastStart, rules: BillingRules): number {
  const horizon = addDays(before.today, rules.untilHorizonDays);
  const end = (start: ForecastStart): string => {
    const last = lastDayOf(start, rules);
    // Without reception today, the last day was yesterday.
    return last === null ? addDays(start.today, -1) : (last.day ?? horizon);
  };
  return Math.max(0, daysBetween(end(before), end(after)));
}

function offerOf(
  start: ForecastStart,
  kind: TopUpOffer['kind'],
  amountKopecks: number,
  rules: BillingRules,
): TopUpOffer {
  const after = afterTopUp(start, amountKopecks);
  const { points, lastDay } = simulate(after, rules.forecastDays, rules.untilHorizonDays);
  return { kind, amountKopecks, lastDay, moreDays: moreDays(start, after, rules), points: [...points] };
}

/** An exact sum rounded up to the profile's step, at least the smallest payment. */
function payable(exactKopecks: number, rules: BillingRules): number {
  return Math.max(roundUp(exactKopecks, rules.topUpStepKopecks), rules.paymentMinKopecks);
}

/**
 * Month ends to offer: that of the month in which reception would stop, and the following ones. Restoring reception pays for
 * today too, so on the last day of a month the end of that month is not offered.
 */
function monthEnds(start: ForecastStart, rules: BillingRules, count: number): string[] {
  const { state, today } = start;
  const last = lastDayOf(start, rules);
  if (state.status !== 'blocked' && (last === null || last.day === null)) return [];
  const first = endOfMonth(addDays(last?.day ?? today, 1));
  return Array.from({ length: count }, (_, index) => endOfMonth(startOfMonth(first, index)));
}

/**
 * Suggested amounts, smallest first: to restore reception and to reach month ends. Without duplicates and without amounts above
 * the largest payment; empty when no top-up is needed within the horizon.
 *
 * @param most largest number of offers (the profile's `offers`)
 */
export function topUpOffers(start: ForecastStart, rules: BillingRules, most: number): TopUpOffer[] {
  const { state } = start;
  const wanted: { kind: TopUpOffer['kind']; exactKopecks: number }[] = [];
  if (state.status === 'blocked') wanted.push({ kind: 'back-on', exactKopecks: Math.max(0, -state.balanceKopecks) });
  for (const end of monthEnds(start, rules, most)) {
    wanted.push({ kind: 'month-end', exactKopecks: missingThrough(start, end) });
  }
  const offers: TopUpOffer[] = [];
  for (const { kind, exactKopecks } of wanted) {
    const amountKopecks = payable(exactKopecks, rules);
    const known = offers.some((offer) => offer.amountKopecks === amountKopecks);
    if (known || amountKopecks > rules.paymentMaxKopecks || offers.length === most) continue;
    offers.push(offerOf(start, kind, amountKopecks, rules));
  }
  return offers.sort((a, b) => a.amountKopecks - b.amountKopecks);
}

function charged(start: ForecastStart, from: string, through: string): number {
  let sum = 0;
  for (let day = from; day <= through; day = addDays(day, 1)) sum += sumOf(dayCharges(start.state.packages, day));
  return sum;
}

/**
 * Calculation of the first month-end offer: the rest of this month by days, the following months as a whole, less the balance.
 * Null: there is no such offer.
 */
export function topUpSum(start: ForecastStart, rules: BillingRules, most: number): TopUpTerms['sum'] {
  if (!topUpOffers(start, rules, most).some(({ kind }) => kind === 'month-end')) return null;
  const [target] = monthEnds(start, rules, 1);
  if (target === undefined) return null;
  const { today, state, chargedTodayKopecks } = start;
  // While blocked, the day on which reception is restored is charged too.
  const from = state.status === 'blocked' && chargedTodayKopecks === null ? today : addDays(today, 1);
  const monthEnd = endOfMonth(today);
  const restDays = daysBetween(from, monthEnd) + 1;
  const wholeMonths: { month: string; monthlyKopecks: number }[] = [];
  for (let month = startOfMonth(today, 1); month <= target; month = startOfMonth(month, 1)) {
    wholeMonths.push({ month, monthlyKopecks: charged(start, month, endOfMonth(month)) });
  }
  return {
    restDays,
    restDayKopecks: restDays === 0 ? 0 : Math.round(charged(start, from, monthEnd) / restDays),
    wholeMonths,
    exactKopecks: missingThrough(start, target),
  };
}

/** Immediate effects of a top-up, and the forecast with it. */
export interface Preview {
  readonly after: ForecastStart;
  readonly repaysPromiseKopecks: number;
  readonly chargedTodayKopecks: number;
}

/** Simulates a top-up now. */
export function previewTopUp(start: ForecastStart, amountKopecks: number): Preview {
  const { state, today, chargedTodayKopecks } = start;
  const { repaidKopecks, charges } = credit(state, amountKopecks, today, chargedTodayKopecks !== null);
  return {
    after: afterTopUp(start, amountKopecks),
    repaysPromiseKopecks: repaidKopecks,
    chargedTodayKopecks: sumOf(charges),
  };
}
