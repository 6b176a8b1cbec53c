import type { ForecastEvent, Overview, Reception, SuggestedTopUp } from '#protocol/api/overview.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import type { Localized } from '#protocol/primitives.ts';
import { assertNever } from '#protocol/assert-never.ts';
import { addDays, daysBetween, endOfMonth } from '../../platform/clock/days.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import {
  afterTopUp,
  type ForecastStart,
  missingThrough,
  roundUp,
  simulate,
  type Simulation,
} from '../forecast/index.ts';

/** Can the subscriber watch, and until when. `statusSince`: ms UTC; `sinceDay`: its day. */
export function receptionOf(
  start: ForecastStart,
  simulation: Simulation,
  statusSince: number,
  sinceDay: string,
  rules: BillingRules,
): Reception {
  const { state, today } = start;
  switch (state.status) {
    case 'active': {
      const { lastDay } = simulation;
      return { state: 'on', lastDay, daysLeft: lastDay === null ? null : daysBetween(today, lastDay) };
    }
    case 'suspended':
      return { state: 'suspended', since: sinceDay, resumesOn: state.resumesOn ?? addDays(today, 1) };
    // A closed contract has no reception either, and what is owed on it is owed.
    case 'closed':
    case 'blocked': {
      const missingKopecks = Math.max(0, -state.balanceKopecks);
      const backOnKopecks = roundUp(missingKopecks, rules.topUpStepKopecks);
      return { state: 'blocked', since: instantOf(statusSince), missingKopecks, backOnKopecks };
    }
    default:
      return assertNever(state.status);
  }
}

/** An amount with the last day it buys and the line of the balance with it. */
function suggestion(start: ForecastStart, amountKopecks: number, target: string, rules: BillingRules): SuggestedTopUp {
  const { points, lastDay } = simulate(afterTopUp(start, amountKopecks), rules.forecastDays, rules.untilHorizonDays);
  return { amountKopecks, lastDay: lastDay ?? target, points: [...points] };
}

/** Amounts worth offering: to the end of the month in question, and while blocked a round one. Null: not needed. */
export function suggestionsOf(
  start: ForecastStart,
  simulation: Simulation,
  rules: BillingRules,
): Pick<Overview, 'topUpToMonthEnd' | 'roundTopUp'> {
  const { state, today } = start;
  const blocked = state.status === 'blocked';
  const { lastDay } = simulation;
  if (!blocked && lastDay === null) return { topUpToMonthEnd: null, roundTopUp: null };
  const target = endOfMonth(blocked || lastDay === null ? today : addDays(lastDay, 1));
  const payable = (amount: number): number =>
    Math.min(Math.max(amount, rules.paymentMinKopecks), rules.paymentMaxKopecks);
  const amount = payable(roundUp(missingThrough(start, target), rules.topUpStepKopecks));
  const round = payable(roundUp(amount, rules.roundTopUpStepKopecks));
  return {
    topUpToMonthEnd: suggestion(start, amount, target, rules),
    roundTopUp: blocked ? suggestion(start, round, target, rules) : null,
  };
}

/** Days within the forecast on which something changes, in their order. */
export function forecastEvents(
  start: ForecastStart,
  simulation: Simulation,
  names: ReadonlyMap<string, Localized>,
  rules: BillingRules,
): ForecastEvent[] {
  const end = addDays(start.today, rules.forecastDays - 1);
  const events: ForecastEvent[] = [];
  for (const { id, endsOn } of start.state.packages) {
    const name = names.get(id);
    if (endsOn !== null && name !== undefined) events.push({ kind: 'package-ends', day: addDays(endsOn, 1), name });
  }
  if (simulation.promiseReturned !== null) events.push({ kind: 'promise-due', ...simulation.promiseReturned });
  if (simulation.lastDay !== null) events.push({ kind: 'reception-stops', day: addDays(simulation.lastDay, 1) });
  return events.filter((event) => event.day <= end).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
