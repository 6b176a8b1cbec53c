import type { AutopayPlan } from '#protocol/api/autopay.ts';
import type { DeclineReason } from '#protocol/api/payments.ts';
import { addDays, daysInMonth, startOfMonth } from '../../platform/clock/days.ts';
import { type ForecastStart, simulate } from '../forecast/index.ts';

/** Numbers of autopay, from the operator's profile. */
export interface AutopayRules {
  /** A payment is announced so many days before it; 0: on its day. */
  readonly noticeDays: number;
  /** How far ahead a balance is foretold. */
  readonly forecastDays: number;
}

/** A contract with autopay, and how far it is with its next payment. */
export interface AutopayFacts {
  readonly start: ForecastStart;
  readonly plan: Pick<AutopayPlan, 'when' | 'amountKopecks' | 'monthlyCeilingKopecks'>;
  /** The day for which a notice went out. */
  readonly announcedFor: string | null;
  /** The day for which a payment was begun last. The same day as `announcedFor`: it is not known yet how it went. */
  readonly lastRunFor: string | null;
  /** Why the last payment did not work; null: it did. */
  readonly failedBecause: DeclineReason | null;
  /** What autopay has paid, or is about to, in the calendar month of today. */
  readonly paidThisMonthKopecks: number;
}

/** What is to be done now. */
export type AutopayStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'announce'; readonly on: string }
  /** What was announced is not needed any more, or must not be. */
  | { readonly do: 'call-off' }
  | { readonly do: 'pay'; readonly day: string }
  /** A payment was begun, and how it went is not known: it is asked about under its own key. */
  | { readonly do: 'resume'; readonly day: string };

function latest(...days: readonly string[]): string {
  return days.reduce((a, b) => (a > b ? a : b));
}

/** The first day from `from` on that is the plan's day of its month: the last one where the month is shorter. */
function monthDay(dayWanted: number, from: string): string {
  const inMonth = (month: string): string => addDays(month, Math.min(dayWanted, daysInMonth(month)) - 1);
  const here = inMonth(startOfMonth(from));
  return here >= from ? here : inMonth(startOfMonth(from, 1));
}

/**
 * The last day on which a payment still keeps the balance from falling below a sum: the day before the 00:00 that
 * would bring it there; today when it is there already. Null: not within the days foretold.
 */
function lastDayAbove(start: ForecastStart, belowKopecks: number, forecastDays: number): string | null {
  const { points } = simulate(start, forecastDays, 0);
  const first = points.findIndex((point) => point.balanceKopecks < belowKopecks);
  return first < 0 ? null : (points[Math.max(0, first - 1)]?.day ?? null);
}

/** A contract that a payment does something for, by a card that can pay. */
function canPay({ start, failedBecause }: AutopayFacts): boolean {
  const { status } = start.state;
  // A card that has expired pays no other day either; the plan is set anew, with another card.
  return (status === 'active' || status === 'blocked') && failedBecause !== 'card-expired';
}

/**
 * Is there room for the payment on that day. The amount is never cut: a part of what was announced would be neither
 * what the person set nor enough, so a payment that does not fit waits for the next month.
 */
function fits({ start, plan, paidThisMonthKopecks }: AutopayFacts, day: string): boolean {
  const paid = startOfMonth(day) === startOfMonth(start.today) ? paidThisMonthKopecks : 0;
  return paid + plan.amountKopecks <= plan.monthlyCeilingKopecks;
}

/** The next day on which it will pay, its notice not yet given; null: none in sight. */
function plannedDay(facts: AutopayFacts, rules: AutopayRules): string | null {
  if (!canPay(facts)) return null;
  const { start, plan, lastRunFor } = facts;
  const { when } = plan;
  const afterLast = lastRunFor === null ? start.today : addDays(lastRunFor, 1);
  const earliest = latest(addDays(start.today, rules.noticeDays), afterLast);
  const nextMonth = startOfMonth(start.today, 1);
  if (when.kind === 'day') {
    const day = monthDay(when.dayOfMonth, earliest);
    if (fits(facts, day)) return day;
    const later = monthDay(when.dayOfMonth, latest(nextMonth, earliest));
    return fits(facts, later) ? later : null;
  }
  const due = lastDayAbove(start, when.belowKopecks, rules.forecastDays);
  if (due === null) return null;
  const day = latest(due, earliest);
  if (fits(facts, day)) return day;
  const later = latest(day, nextMonth);
  return fits(facts, later) ? later : null;
}

/** Is what was announced for a day still right. */
function stands(facts: AutopayFacts, day: string, rules: AutopayRules): boolean {
  const { start, plan } = facts;
  const { when } = plan;
  const paysOn = latest(day, start.today);
  if (!canPay(facts) || !fits(facts, paysOn)) return false;
  if (when.kind === 'threshold') {
    const due = lastDayAbove(start, when.belowKopecks, rules.forecastDays);
    return due !== null && due <= paysOn;
  }
  if (monthDay(when.dayOfMonth, day) !== day) return false;
  // Late, since the service stood still: not any more when the next one is due by now.
  return day >= start.today || monthDay(when.dayOfMonth, addDays(day, 1)) > addDays(start.today, rules.noticeDays);
}

/** What autopay is to do now, today being billed. To be asked again after what it said is done, until it is nothing. */
export function nextStep(facts: AutopayFacts, rules: AutopayRules): AutopayStep {
  const { start, announcedFor, lastRunFor } = facts;
  if (announcedFor !== null) {
    if (announcedFor === lastRunFor) return { do: 'resume', day: announcedFor };
    if (!stands(facts, announcedFor, rules)) return { do: 'call-off' };
    return announcedFor <= start.today ? { do: 'pay', day: announcedFor } : { do: 'nothing' };
  }
  const on = plannedDay(facts, rules);
  if (on === null || on > addDays(start.today, rules.noticeDays)) return { do: 'nothing' };
  return { do: 'announce', on };
}

/** The next payment as far as it can be told; null: none in sight. */
export function nextPayment(facts: AutopayFacts, rules: AutopayRules): { on: string; announced: boolean } | null {
  const { announcedFor, lastRunFor } = facts;
  if (announcedFor !== null && announcedFor !== lastRunFor && stands(facts, announcedFor, rules)) {
    return { on: announcedFor, announced: true };
  }
  const on = plannedDay(facts, rules);
  return on === null ? null : { on, announced: false };
}

/** What a plan may not be; null: nothing. `limits`: of one payment by card, kopecks. */
export function planFault(
  { when, amountKopecks, monthlyCeilingKopecks }: AutopayFacts['plan'],
  limits: { readonly minKopecks: number; readonly maxKopecks: number },
): 'amount' | 'ceiling' | 'threshold' | null {
  if (amountKopecks < limits.minKopecks || amountKopecks > limits.maxKopecks) return 'amount';
  if (monthlyCeilingKopecks < amountKopecks) return 'ceiling';
  if (when.kind === 'threshold' && (when.belowKopecks < 0 || when.belowKopecks > limits.maxKopecks)) return 'threshold';
  return null;
}
