import { billDay, type BillingState, credit, dayCharges, sumOf } from '../contracts/index.ts';
import { addDays, daysInMonth } from '../../platform/clock/days.ts';

/** Where a forecast begins: a contract as it is today. */
export interface ForecastStart {
  readonly state: BillingState;
  readonly today: string;
  /** What was charged for today; null when today's charge was not made. */
  readonly chargedTodayKopecks: number | null;
}

export interface Point {
  readonly day: string;
  readonly chargeKopecks: number;
  /** After the day's charge. */
  readonly balanceKopecks: number;
  readonly reception: 'on' | 'off';
}

export interface Simulation {
  /** From today on. */
  readonly points: readonly Point[];
  /** Last day of reception in a row from today; null when it does not stop within the horizon, or is off today. */
  readonly lastDay: string | null;
  /** The promise taken back at 00:00 of a day; null: none within the days looked at. */
  readonly promiseReturned: { readonly day: string; readonly amountKopecks: number } | null;
}

/** A top-up made now, as `start` would be after it. */
export function afterTopUp(start: ForecastStart, amountKopecks: number): ForecastStart {
  const { state, charges } = credit(start.state, amountKopecks, start.today, start.chargedTodayKopecks !== null);
  const chargedTodayKopecks = charges.length > 0 ? sumOf(charges) : start.chargedTodayKopecks;
  return { state, today: start.today, chargedTodayKopecks };
}

/**
 * Goes on day by day by the rules of the daily job itself, so that what is foretold is what will be charged.
 * @param days how many points, today's included
 * @param horizon how many days after today are looked at for the last day of reception
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
 * The smallest top-up, exact, that keeps reception on from now through `target` inclusive; 0 when none is needed.
 * Every day's charge to the target has to be covered, today's too when it was not made, and a promise given back.
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

/** A month's price of the packages of that day over the days of its month, as an exact fraction's two parts. */
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
 * The first later day within `days` from which a day costs otherwise, with the mean day price from then on
 * (rounded to a kopeck): other packages, or a month of another length. Null: none in sight.
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
 * Whether the money lasts so many days whatever they cost: no month is shorter than 28 days. Most contracts are far from
 * a warning, and a billing day asks about every one.
 */
function lastsSurely({ balanceKopecks, packages, promise }: BillingState, days: number): boolean {
  const dayAtMost = packages.reduce((sum, { monthlyKopecks }) => sum + Math.ceil(monthlyKopecks / 28), 0);
  return promise === null && balanceKopecks >= days * dayAtMost;
}

/** The warning due after a day's charge: reception stops after exactly `warnDaysLeft` more days. Null: none. */
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
