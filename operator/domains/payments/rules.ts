import { assertNever } from '#protocol/assert-never.ts';
import type { DeclineReason, Payment, PaymentMethod, PaymentStatus } from '#protocol/api/payments.ts';
import type { PaymentMethodRules } from '#protocol/api/profile.ts';
import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import type { Localized } from '#protocol/primitives.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import type { TopUpMethod } from '../ledger/index.ts';

/** State of a payment for the transition rules. */
export interface PaymentState {
  readonly status: PaymentStatus;
  readonly stage: Payment['stage'];
  readonly declineReason: DeclineReason | null;
  /** Version of the order as last applied; 0: none yet. */
  readonly version: number;
  readonly refunded: boolean;
}

/** Transition of a payment. `credit` and `refund` move money, each at most once per payment. */
export interface PaymentStep {
  readonly state: PaymentState;
  readonly credit: boolean;
  readonly refund: boolean;
}

/** True for a final status. */
export function isFinal(status: PaymentStatus): boolean {
  return status !== 'created' && status !== 'pending';
}

function stateOf(
  order: Pick<Order, 'status' | 'declineReason'>,
): Pick<PaymentState, 'status' | 'stage' | 'declineReason'> {
  const { status } = order;
  switch (status) {
    case 'awaiting-payer':
      return { status: 'pending', stage: 'payer', declineReason: null };
    case 'processing':
      return { status: 'pending', stage: 'bank', declineReason: null };
    case 'succeeded':
    case 'refunded':
      return { status: 'succeeded', stage: null, declineReason: null };
    case 'declined':
      return { status: 'declined', stage: null, declineReason: order.declineReason ?? 'bank-timeout' };
    case 'cancelled':
    case 'expired':
      return { status, stage: null, declineReason: null };
    default:
      return assertNever(status);
  }
}

/**
 * Transition of a payment for a version of its order; null: none. Versions may arrive out of order and repeatedly: an older one
 * is ignored and a final status stays, but money that moved always counts.
 */
export function nextStep(
  before: PaymentState,
  order: Pick<Order, 'status' | 'declineReason' | 'version'>,
): PaymentStep | null {
  const paid = order.status === 'succeeded' || order.status === 'refunded';
  const credit = paid && before.status !== 'succeeded';
  const refund = order.status === 'refunded' && !before.refunded;
  const version = Math.max(before.version, order.version);
  if (credit || refund) {
    return { state: { ...stateOf(order), version, refunded: before.refunded || refund }, credit, refund };
  }
  if (isFinal(before.status) || order.version <= before.version) return null;
  return { state: { ...stateOf(order), version, refunded: before.refunded }, credit: false, refund: false };
}

/** Ledger account of a payment method. */
export function ledgerMethod(method: PaymentMethod): TopUpMethod {
  switch (method) {
    case 'bank-card':
    case 'mobile':
    case 'sbp':
      return method;
    case 'qiwi':
    case 'webmoney':
    case 'yoomoney':
      return 'wallet';
    default:
      return assertNever(method);
  }
}

/**
 * Masked name that lets a payer notice a wrong number: "Irina P•••••••a". The number of dots is constant, so that it does not
 * reveal the length of the name.
 */
export function maskedName(firstName: string, surname: string): string {
  const letters = Array.from(surname);
  const [first = ''] = letters;
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return `${firstName} ${first}•••••••${last}`.trim();
}

/** Sums that a payer (for `mobile`: a phone) has paid with a method, kopecks. */
export interface MethodUse {
  readonly dayKopecks: number;
  readonly monthKopecks: number;
  /** When the request pending on that phone expires, ms UTC; null: none is pending. */
  readonly openUntil: number | null;
}

/** Dates that the limit rules refer to. */
export interface LimitDays {
  readonly tomorrow: string;
  readonly nextMonth: string;
  readonly instantOf: (ms: number) => string;
  readonly dayOf: (ms: number) => string;
}

/** Builds a reason from its code and facts. */
export function reasonOf(code: ReasonCode, action: Reason['action'], facts: Partial<Reason> = {}): Reason {
  return {
    code,
    number: reasonNumbers[code],
    liftsOn: null,
    liftsAt: null,
    amountKopecks: null,
    note: null,
    action,
    ...facts,
  };
}

/** Current maximum of a payment method, and why it is unavailable (null: available). */
export interface MethodAvailability {
  readonly maxKopecks: number;
  readonly reason: Reason | null;
}

/** Note of a method that is switched off without one. */
const switchedOff: Localized = {
  ru: 'У платёжной системы сбой: выберите другой способ.',
  en: 'The payment system has trouble: choose another way.',
  sv: 'Betalsystemet har ett fel: välj ett annat sätt.',
};

/**
 * Availability of a payment method for a payer.
 *
 * @param switched true while it is switched off in addition to the profile
 */
export function methodAvailability(
  rules: PaymentMethodRules,
  switched: boolean,
  use: MethodUse,
  now: number,
  days: LimitDays,
): MethodAvailability {
  const dayLeft = rules.dayMaxKopecks === null ? null : Math.max(0, rules.dayMaxKopecks - use.dayKopecks);
  const monthLeft = rules.monthMaxKopecks === null ? null : Math.max(0, rules.monthMaxKopecks - use.monthKopecks);
  const maxKopecks = Math.min(rules.maxKopecks, dayLeft ?? rules.maxKopecks, monthLeft ?? rules.maxKopecks);
  const because = (reason: Reason): MethodAvailability => ({ maxKopecks, reason });
  const { off } = rules;
  if (off !== null && (off.until === null || Date.parse(off.until) > now)) {
    const liftsOn = off.until === null ? null : days.dayOf(Date.parse(off.until));
    return because(reasonOf('method-off', 'choose-another', { liftsOn, liftsAt: off.until, note: off.note }));
  }
  if (switched) return because(reasonOf('method-off', 'choose-another', { note: switchedOff }));
  if (monthLeft !== null && monthLeft < rules.minKopecks) {
    const facts = { liftsOn: days.nextMonth, amountKopecks: monthLeft };
    return because(reasonOf('method-month-limit', 'choose-another', facts));
  }
  if (dayLeft !== null && dayLeft < rules.minKopecks) {
    return because(reasonOf('method-day-limit', 'choose-another', { liftsOn: days.tomorrow, amountKopecks: dayLeft }));
  }
  if (use.openUntil !== null) {
    const facts = { liftsOn: days.dayOf(use.openUntil), liftsAt: days.instantOf(use.openUntil) };
    return because(reasonOf('method-request-open', 'wait', facts));
  }
  return { maxKopecks, reason: null };
}
