/** Not named rules.ts: the rules of amounts named by what they buy. Pure. */
import type { TopUpOffer, TopUpTerms } from '#protocol/api/payments.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import { credit, dayCharges, sumOf } from '../contracts/index.ts';
import { addDays, daysBetween, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { afterTopUp, type ForecastStart, missingThrough, roundUp, simulate } from '../forecast/index.ts';

/** Last day of reception in a row from today: `day` null: beyond the horizon; null: there is none today. */
function lastDayOf(start: ForecastStart, rules: BillingRules): { readonly day: string | null } | null {
  if (start.state.status !== 'active') return null;
  return { day: simulate(start, 1, rules.untilHorizonDays).lastDay };
}

/** Whole days of reception that a top-up adds; what lies beyond the horizon counts to the horizon. */
function moreDays(before: ForecastStart, after: ForecastStart, rules: BillingRules): number {
  const horizon = addDays(before.today, rules.untilHorizonDays);
  const end = (start: ForecastStart): string => {
    const last = lastDayOf(start, rules);
    // Without reception today, yesterday was the last day of it.
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

/** What an exact sum costs to pay: rounded up to the profile's step, and no less than can be paid. */
function payable(exactKopecks: number, rules: BillingRules): number {
  return Math.max(roundUp(exactKopecks, rules.topUpStepKopecks), rules.paymentMinKopecks);
}

/**
 * Ends of months that are worth reaching: the one in which reception would stop, and those after it. What brings reception
 * back buys today as well, so that on the last day of a month the end of this one is no further aim.
 */
function monthEnds(start: ForecastStart, rules: BillingRules, count: number): string[] {
  const { state, today } = start;
  const last = lastDayOf(start, rules);
  if (state.status !== 'blocked' && (last === null || last.day === null)) return [];
  const first = endOfMonth(addDays(last?.day ?? today, 1));
  return Array.from({ length: count }, (_, index) => endOfMonth(startOfMonth(first, index)));
}

/**
 * Amounts named by what they buy, the smallest first: what brings reception back, and what reaches the ends of months.
 * Each amount stands once, and none that is more than one payment takes; empty where nothing is needed in sight.
 *
 * @param most how many (the profile's `offers`)
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
 * How the first month-end offer comes about: what is left of this month by days, the months after it whole, less what is
 * on the balance. Null: there is no such offer.
 */
export function topUpSum(start: ForecastStart, rules: BillingRules, most: number): TopUpTerms['sum'] {
  if (!topUpOffers(start, rules, most).some(({ kind }) => kind === 'month-end')) return null;
  const [target] = monthEnds(start, rules, 1);
  if (target === undefined) return null;
  const { today, state, chargedTodayKopecks } = start;
  // While blocked, the day on which reception comes back is charged as well.
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

/** What an amount does at once, and the line with it. */
export interface Preview {
  readonly after: ForecastStart;
  readonly repaysPromiseKopecks: number;
  readonly chargedTodayKopecks: number;
}

/** A top-up of any amount, as it would be made now. */
export function previewTopUp(start: ForecastStart, amountKopecks: number): Preview {
  const { state, today, chargedTodayKopecks } = start;
  const { repaidKopecks, charges } = credit(state, amountKopecks, today, chargedTodayKopecks !== null);
  return {
    after: afterTopUp(start, amountKopecks),
    repaysPromiseKopecks: repaidKopecks,
    chargedTodayKopecks: sumOf(charges),
  };
}
