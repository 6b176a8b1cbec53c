import { dayOfMonth, daysInMonth } from '../../platform/clock/days.ts';

/** A package on a contract with its price. Days are inclusive; `endsOn` null: until further notice. */
export interface PricedPackage {
  readonly id: string;
  readonly monthlyKopecks: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** A running promise. It keeps reception on; at 00:00 of `dueOn` the outstanding amount is taken back. */
export interface RunningPromise {
  readonly outstandingKopecks: number;
  readonly dueOn: string;
}

/** State of a contract from which balance and reception are computed. */
export interface BillingState {
  readonly status: 'active' | 'blocked' | 'suspended' | 'closed';
  readonly balanceKopecks: number;
  readonly packages: readonly PricedPackage[];
  readonly promise: RunningPromise | null;
  /** First day with reception after the suspension; null unless suspended. */
  readonly resumesOn: string | null;
}

/** Daily charge of one package. */
export interface PackageCharge {
  readonly packageId: string;
  readonly monthlyKopecks: number;
  readonly amountKopecks: number;
}

/**
 * Price of a day in kopecks: the monthly price divided by the days of the month. The remainder is spread as one extra
 * kopeck on each of the last days, so that the days of a month sum exactly to its price.
 */
export function dayPrice(monthlyKopecks: number, day: string): number {
  const days = daysInMonth(day);
  const extra = monthlyKopecks % days;
  return (monthlyKopecks - extra) / days + (dayOfMonth(day) > days - extra ? 1 : 0);
}

/** Whether the package is on the contract on that day. */
export function isActiveOn(item: PricedPackage, day: string): boolean {
  return item.startsOn <= day && (item.endsOn === null || item.endsOn >= day);
}

/** Charges of a day, one per package; a package listed twice is charged once. */
export function dayCharges(packages: readonly PricedPackage[], day: string): PackageCharge[] {
  const charges: PackageCharge[] = [];
  for (const item of packages) {
    if (!isActiveOn(item, day) || charges.some((charge) => charge.packageId === item.id)) continue;
    const amountKopecks = dayPrice(item.monthlyKopecks, day);
    if (amountKopecks > 0) charges.push({ packageId: item.id, monthlyKopecks: item.monthlyKopecks, amountKopecks });
  }
  return charges;
}

/** Sum of charges, kopecks. */
export function sumOf(charges: readonly PackageCharge[]): number {
  return charges.reduce((sum, charge) => sum + charge.amountKopecks, 0);
}

/** Result of the daily billing of a contract. */
export interface DayOutcome {
  readonly state: BillingState;
  readonly resumed: boolean;
  /** Amount of the promise taken back; null when none was due. */
  readonly returnedKopecks: number | null;
  readonly charges: readonly PackageCharge[];
  readonly chargedKopecks: number;
  /** True when this billing blocked reception. */
  readonly blocked: boolean;
}

/**
 * Computes the billing of `day` at 00:00, in this order: a suspension ends; a due promise is taken back; a contract with
 * a negative balance is blocked and not charged; an active contract is charged; if its balance is then negative, it is
 * blocked. A running promise prevents blocking.
 * @param charged the day was already charged (reception was restored before the job reached this contract)
 */
export function billDay(before: BillingState, day: string, charged = false): DayOutcome {
  let { status, balanceKopecks, promise, resumesOn } = before;
  const resumed = status === 'suspended' && resumesOn !== null && resumesOn <= day;
  if (resumed) {
    status = 'active';
    resumesOn = null;
  }
  let returnedKopecks: number | null = null;
  if (promise !== null && promise.dueOn <= day) {
    returnedKopecks = promise.outstandingKopecks;
    balanceKopecks -= returnedKopecks;
    promise = null;
  }
  const owes = (): boolean => balanceKopecks < 0 && promise === null;
  let charges: PackageCharge[] = [];
  let chargedKopecks = 0;
  let blocked = false;
  if (status === 'active') {
    if (!owes() && !charged) {
      charges = dayCharges(before.packages, day);
      chargedKopecks = sumOf(charges);
      balanceKopecks -= chargedKopecks;
    }
    blocked = owes();
    if (blocked) status = 'blocked';
  }
  const state = { status, balanceKopecks, packages: before.packages, promise, resumesOn };
  return { state, resumed, returnedKopecks, charges, chargedKopecks, blocked };
}

/** Result of a credit. */
export interface CreditOutcome {
  readonly state: BillingState;
  /** Amount used to repay a running promise. */
  readonly repaidKopecks: number;
  readonly restored: boolean;
  /** The day's charge, if reception was restored and the day was not charged yet. */
  readonly charges: readonly PackageCharge[];
}

/**
 * Computes the effect of a credit: it repays a running promise first; if a blocked contract then has a balance of zero
 * or more, reception is restored and the day is charged unless it was. That charge may make the balance negative; the
 * next daily billing decides about blocking.
 * @param chargedToday whether `today` was already charged
 */
export function credit(
  before: BillingState,
  amountKopecks: number,
  today: string,
  chargedToday: boolean,
): CreditOutcome {
  let { status, balanceKopecks, promise } = before;
  balanceKopecks += amountKopecks;
  let repaidKopecks = 0;
  if (promise !== null) {
    repaidKopecks = Math.min(amountKopecks, promise.outstandingKopecks);
    balanceKopecks -= repaidKopecks;
    const outstandingKopecks = promise.outstandingKopecks - repaidKopecks;
    promise = outstandingKopecks === 0 ? null : { ...promise, outstandingKopecks };
  }
  const restored = status === 'blocked' && balanceKopecks >= 0;
  let charges: PackageCharge[] = [];
  if (restored) {
    status = 'active';
    if (!chargedToday) {
      charges = dayCharges(before.packages, today);
      balanceKopecks -= sumOf(charges);
    }
  }
  return { state: { ...before, status, balanceKopecks, promise }, repaidKopecks, restored, charges };
}
