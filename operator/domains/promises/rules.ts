import type { PromiseTerms } from '#protocol/api/promises.ts';
import type { BillingRules, PromiseRules } from '#protocol/api/profile.ts';
import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { credit, type CreditOutcome, sumOf } from '../contracts/index.ts';
import { addDays } from '../../platform/clock/days.ts';
import { type ForecastStart, missingThrough, roundUp, simulate } from '../forecast/index.ts';

/** The promise that a contract took last. */
export interface LastPromise {
  /** The operator's day on which it was taken. */
  readonly takenOn: string;
  /** It was taken back from a balance that did not have it, and reception has been off since. */
  readonly unpaid: boolean;
}

/** All that decides about a promise. */
export interface PromiseFacts {
  readonly start: ForecastStart;
  readonly last: LastPromise | null;
  /** Was there ever a top-up. */
  readonly everPaid: boolean;
}

/** What can be taken now. */
export interface PromiseOffer {
  readonly amountKopecks: number;
  readonly feeKopecks: number;
  readonly dueOn: string;
  readonly lastDay: string;
}

/** What becomes of a contract that takes an offer: as a credit does, with the promise running from then on. */
export function withPromise(start: ForecastStart, offer: PromiseOffer): CreditOutcome {
  const { amountKopecks, feeKopecks, dueOn } = offer;
  const outcome = credit(start.state, amountKopecks - feeKopecks, start.today, start.chargedTodayKopecks !== null);
  return { ...outcome, state: { ...outcome.state, promise: { outstandingKopecks: amountKopecks, dueOn } } };
}

/** A contract as a forecast begins, once the offer is taken. */
export function afterPromise(start: ForecastStart, offer: PromiseOffer): ForecastStart {
  const { state, charges } = withPromise(start, offer);
  const chargedTodayKopecks = charges.length > 0 ? sumOf(charges) : start.chargedTodayKopecks;
  return { state, today: start.today, chargedTodayKopecks };
}

/** A reason with the facts it has. */
function reasonOf(code: ReasonCode, action: Reason['action'], facts: Partial<Reason> = {}): Reason {
  const none = { liftsOn: null, liftsAt: null, amountKopecks: null, note: null };
  return { ...none, ...facts, code, number: reasonNumbers[code], action };
}

/** Last day of reception with a promise taken today: its term, today included. */
function termEnd(today: string, rules: PromiseRules): string {
  return addDays(today, rules.termDays - 1);
}

/** What is missing to watch to the end of the term, the fee with it, rounded up to the step; 0: nothing. */
function neededKopecks(start: ForecastStart, rules: PromiseRules): number {
  const missing = missingThrough(start, termEnd(start.today, rules));
  return missing === 0 ? 0 : roundUp(missing + rules.feeKopecks, rules.stepKopecks);
}

/** Reasons that lie in the past: a promise before, no payment ever. */
function historyReasons({ start, last, everPaid }: PromiseFacts, rules: PromiseRules): Reason[] {
  const reasons: Reason[] = [];
  if (last !== null) {
    const againOn = addDays(last.takenOn, rules.everyDays);
    const liftsOn = againOn > start.today ? againOn : null;
    // Both have to be so: the time is over, and what was promised is paid.
    if (last.unpaid) {
      const amountKopecks = Math.max(0, -start.state.balanceKopecks);
      reasons.push(reasonOf('promise-too-soon', 'top-up', { liftsOn, amountKopecks }));
    } else if (liftsOn !== null) {
      reasons.push(reasonOf('promise-too-soon', 'wait', { liftsOn }));
    }
  }
  if (!everPaid) reasons.push(reasonOf('promise-never-paid', 'top-up'));
  return reasons;
}

/** Reasons that lie in the contract as it is. */
function presentReasons({ start }: PromiseFacts, rules: PromiseRules, billing: BillingRules): Reason[] {
  const { state, today } = start;
  if (state.promise !== null) {
    const { outstandingKopecks: amountKopecks, dueOn: liftsOn } = state.promise;
    return [reasonOf('promise-running', 'top-up', { liftsOn, amountKopecks })];
  }
  if (state.status === 'suspended') return [reasonOf('promise-suspended', 'resume', { liftsOn: state.resumesOn })];
  const needed = neededKopecks(start, rules);
  if (needed > rules.maxKopecks) return [reasonOf('promise-too-large', 'top-up', { amountKopecks: needed })];
  if (needed > 0) return [];
  const { lastDay } = simulate(start, 1, billing.untilHorizonDays);
  // The first day whose term reaches beyond the last day of reception.
  const liftsOn = lastDay === null ? null : addDays(lastDay, 2 - rules.termDays);
  return [reasonOf('promise-not-needed', 'wait', { liftsOn: liftsOn !== null && liftsOn > today ? liftsOn : null })];
}

/** Every reason against a promise now, the first to be lifted first, those that no day lifts last. Empty: it can be taken. */
export function promiseReasons(facts: PromiseFacts, rules: PromiseRules, billing: BillingRules): Reason[] {
  if (facts.start.state.status === 'closed') return [reasonOf('contract-closed', 'choose-another')];
  const reasons = [...presentReasons(facts, rules, billing), ...historyReasons(facts, rules)];
  const order = ({ liftsOn }: Reason): string => liftsOn ?? '9999-12-31';
  return reasons.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** What a promise taken now is. Only where there is no reason against it. */
export function promiseOffer(start: ForecastStart, rules: PromiseRules): PromiseOffer {
  return {
    amountKopecks: Math.max(rules.minKopecks, neededKopecks(start, rules)),
    feeKopecks: rules.feeKopecks,
    dueOn: addDays(start.today, rules.termDays),
    lastDay: termEnd(start.today, rules),
  };
}

/** An offer as the protocol has it: with what is to be paid before its day, and the line of the balance with it. */
export function describeOffer(
  start: ForecastStart,
  offer: PromiseOffer,
  billing: BillingRules,
): NonNullable<PromiseTerms['offer']> {
  const then = afterPromise(start, offer);
  const toPay = roundUp(missingThrough(then, offer.dueOn), billing.topUpStepKopecks);
  return {
    ...offer,
    toPayKopecks: Math.max(toPay, billing.paymentMinKopecks),
    points: [...simulate(then, billing.forecastDays, billing.untilHorizonDays).points],
  };
}
