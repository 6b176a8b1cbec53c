import { dayOfMonth, daysInMonth } from '../../platform/clock/days.ts';

/** A package on a contract, as far as money is concerned. Days inclusive; `endsOn` null: until further notice. */
export interface PricedPackage {
  readonly id: string;
  readonly monthlyKopecks: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** A promise that holds reception on; at 00:00 of `dueOn` the outstanding sum is taken back. */
export interface RunningPromise {
  readonly outstandingKopecks: number;
  readonly dueOn: string;
}

/** All that decides about a contract's money and reception. */
export interface BillingState {
  readonly status: 'active' | 'blocked' | 'suspended' | 'closed';
  readonly balanceKopecks: number;
  readonly packages: readonly PricedPackage[];
  readonly promise: RunningPromise | null;
  /** First day with reception after a suspension; null unless suspended. */
  readonly resumesOn: string | null;
}

/** A day's price of one package, to be charged. */
export interface PackageCharge {
  readonly packageId: string;
  readonly monthlyKopecks: number;
  readonly amountKopecks: number;
}

/**
 * Price of a day in kopecks: the month's price spread over its days, what is left over as one kopeck more on each
 * of the last days, so that the days of a month sum exactly to its price.
 */
export function dayPrice(monthlyKopecks: number, day: string): number {
  const days = daysInMonth(day);
  const extra = monthlyKopecks % days;
  return (monthlyKopecks - extra) / days + (dayOfMonth(day) > days - extra ? 1 : 0);
}

/** Is the package on the contract on that day. */
export function isActiveOn(item: PricedPackage, day: string): boolean {
  return item.startsOn <= day && (item.endsOn === null || item.endsOn >= day);
}

/** What the packages cost on that day, a line each; a package on the contract twice is charged once. */
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

/** What 00:00 of a day brought. */
export interface DayOutcome {
  readonly state: BillingState;
  readonly resumed: boolean;
  /** The promise taken back; null when none was due. */
  readonly returnedKopecks: number | null;
  readonly charges: readonly PackageCharge[];
  readonly chargedKopecks: number;
  /** Reception went off. */
  readonly blocked: boolean;
}

/**
 * What 00:00 of `day` does, in this order: a suspension ends; a promise due is taken back; who then owes is blocked
 * and not charged; who has reception is charged; who owes after that is blocked. A running promise keeps from
 * blocking. `charged`: the day's charge stands already (reception was restored before the job came to this contract).
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

/** What money coming in brought. */
export interface CreditOutcome {
  readonly state: BillingState;
  /** Taken at once to repay a running promise. */
  readonly repaidKopecks: number;
  readonly restored: boolean;
  /** The day's charge, taken when reception is restored and it was not made yet. */
  readonly charges: readonly PackageCharge[];
}

/**
 * What a credit does at once: it repays a running promise first; a blocked contract that then owes nothing has
 * reception again, and the day's charge is made if it was not. That charge may leave the balance below zero: the
 * next 00:00 decides.
 * @param chargedToday whether the charge of `today` stands already
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
