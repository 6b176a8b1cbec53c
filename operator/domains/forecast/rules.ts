import { billDay, type BillingState, credit, dayCharges, sumOf } from '../contracts/index.ts';
import { addDays, daysInMonth } from '../../platform/clock/days.ts';

/** Start of a forecast: the contract's state today. */
export interface ForecastStart {
  readonly state: BillingState;
  readonly today: string;
  /** Amount charged for today; null when today was not charged. */
  readonly chargedTodayKopecks: number | null;
}

export interface Point {
  readonly day: string;
  readonly chargeKopecks: number;
  /** Balance after the day's charge. */
  readonly balanceKopecks: number;
  readonly reception: 'on' | 'off';
}

export interface Simulation {
  /** One point per day, starting today. */
  readonly points: readonly Point[];
  /** Last day of uninterrupted reception; null when it does not end within the horizon, or is off today. */
  readonly lastDay: string | null;
  /** The promise taken back at 00:00 of a day; null: none within the simulated days. */
  readonly promiseReturned: { readonly day: string; readonly amountKopecks: number } | null;
}

/** The start of a forecast after a top-up made now. */
export function afterTopUp(start: ForecastStart, amountKopecks: number): ForecastStart {
  const { state, charges } = credit(start.state, amountKopecks, start.today, start.chargedTodayKopecks !== null);
  const chargedTodayKopecks = charges.length > 0 ? sumOf(charges) : start.chargedTodayKopecks;
  return { state, today: start.today, chargedTodayKopecks };
}

/**
 * Simulates the coming days with the rules of the daily job, so that forecast and charges agree.
 * @param days number of points, including today
 * @param horizon number of days after today in which to look for the last day of reception
 */
export function simulate(start: ForecastStart, days: number, horizon: number): Simulation {
  let { state } = start;
  let day = start.today;
  const on = state.status === 'active';
  const points: Point[] = [
    {
      day,
      chargeKopecks: start.chargedTodayKopecks ?? 0,
      balanceKopecks: state.balanceKopecks,
      reception: on ? 'on' : 'off',
    },
  ];
  let lastDay: string | null = null;
  let promiseReturned: Simulation['promiseReturned'] = null;
  for (let ahead = 1; ahead < days || (on && lastDay === null && ahead <= horizon); ahead += 1) {
    const before = day;
    day = addDays(day, 1);
    const outcome = billDay(state, day);
    ({ state } = outcome);
    if (outcome.returnedKopecks !== null) promiseReturned = { day, amountKopecks: outcome.returnedKopecks };
    if (on && lastDay === null && ahead <= horizon && state.status !== 'active') lastDay = before;
    if (ahead < days) {
      const reception = state.status === 'active' ? 'on' : 'off';
      points.push({ day, chargeKopecks: outcome.chargedKopecks, balanceKopecks: state.balanceKopecks, reception });
    }
  }
  return { points, lastDay, promiseReturned };
}

/**
 * Smallest top-up (kopecks, exact) that keeps reception on from now through `target` inclusive; 0 when none is needed.
 * Covers all charges to the target (including today's if not made yet) and the return of a promise.
 */
export function missingThrough(start: ForecastStart, target: string): number {
  const { state, today, chargedTodayKopecks } = start;
  let needed = state.promise === null ? 0 : state.promise.outstandingKopecks;
  if (chargedTodayKopecks === null && state.status === 'blocked') needed += sumOf(dayCharges(state.packages, today));
  for (let day = addDays(today, 1); day <= target; day = addDays(day, 1))
    needed += sumOf(dayCharges(state.packages, day));
  return Math.max(0, needed - state.balanceKopecks);
}

/** `amount` rounded up to a whole multiple of `step`, kopecks. */
export function roundUp(amount: number, step: number): number {
  return Math.ceil(amount / step) * step;
}

/** Mean daily price of the packages of that day, as an exact fraction: monthly price over days of the month. */
function meanPrice(state: BillingState, day: string): { sum: number; days: number } {
  const seen = new Set<string>();
  let sum = 0;
  for (const item of state.packages) {
    if (item.startsOn > day || (item.endsOn !== null && item.endsOn < day) || seen.has(item.id)) continue;
    seen.add(item.id);
    sum += item.monthlyKopecks;
  }
  return { sum, days: daysInMonth(day) };
}

/**
 * The first day within `days` after today with a different mean daily price (other packages or another length of the
 * month), and that price rounded to a kopeck. Null: no change.
 */
export function nextDailyPrice(start: ForecastStart, days: number): { day: string; meanKopecks: number } | null {
  const now = meanPrice(start.state, start.today);
  for (let ahead = 1, day = start.today; ahead < days; ahead += 1) {
    day = addDays(day, 1);
    const then = meanPrice(start.state, day);
    if (then.sum * now.days !== now.sum * then.days) return { day, meanKopecks: Math.round(then.sum / then.days) };
  }
  return null;
}

/**
 * Whether the balance certainly lasts for `days`, by an upper bound of the daily price (no month is shorter than 28
 * days). Avoids the simulation for most contracts in the daily job.
 */
function lastsSurely({ balanceKopecks, packages, promise }: BillingState, days: number): boolean {
  const dayAtMost = packages.reduce((sum, { monthlyKopecks }) => sum + Math.ceil(monthlyKopecks / 28), 0);
  return promise === null && balanceKopecks >= days * dayAtMost;
}

/** The warning due after a day's charge: reception ends in exactly one of `warnDaysLeft` days. Null: none. */
export function warningDue(
  state: BillingState,
  today: string,
  warnDaysLeft: readonly number[],
): { daysLeft: number; lastDay: string } | null {
  if (state.status !== 'active') return null;
  let current = state;
  let day = today;
  const furthest = Math.max(0, ...warnDaysLeft);
  if (lastsSurely(state, furthest + 1)) return null;
  for (let left = 0; left <= furthest; left += 1) {
    const before = day;
    day = addDays(day, 1);
    current = billDay(current, day).state;
    if (current.status !== 'active') return warnDaysLeft.includes(left) ? { daysLeft: left, lastDay: before } : null;
  }
  return null;
}
