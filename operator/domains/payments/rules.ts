import { assertNever } from '#protocol/assert-never.ts';
import type { DeclineReason, Payment, PaymentMethod, PaymentStatus } from '#protocol/api/payments.ts';
import type { PaymentMethodRules } from '#protocol/api/profile.ts';
import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import type { Localized } from '#protocol/primitives.ts';
import type { Order } from '../../platform/payment-provider/api.ts';
import type { TopUpMethod } from '../ledger/index.ts';

/** A payment, as far as its way to an end is concerned. */
export interface PaymentState {
  readonly status: PaymentStatus;
  readonly stage: Payment['stage'];
  readonly declineReason: DeclineReason | null;
  /** The order's version as last taken over; 0: none yet. */
  readonly version: number;
  readonly refunded: boolean;
}

/** What an order's news make of a payment; `credit` and `refund` move money, each once in a payment's life. */
export interface PaymentStep {
  readonly state: PaymentState;
  readonly credit: boolean;
  readonly refund: boolean;
}

/** Whether a payment's way is over. */
export function isFinal(status: PaymentStatus): boolean {
  return status !== 'created' && status !== 'pending';
}

function told(
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
 * What the news of an order make of a payment; null: nothing. News come in any order and more than once: an older
 * version is passed over, an end stays an end, but money that moved always counts, whatever was said before.
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
    return { state: { ...told(order), version, refunded: before.refunded || refund }, credit, refund };
  }
  if (isFinal(before.status) || order.version <= before.version) return null;
  return { state: { ...told(order), version, refunded: before.refunded }, credit: false, refund: false };
}

/** The account of the ledger that a way of paying comes in through. */
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
 * A stranger's name as a payer sees it, enough to notice a wrong number: "Irina P•••••••a". As many dots whatever the
 * name, so that its length is not told.
 */
export function maskedName(firstName: string, surname: string): string {
  const letters = Array.from(surname);
  const [first = ''] = letters;
  const last = letters.length > 2 ? (letters.at(-1) ?? '') : '';
  return `${firstName} ${first}•••••••${last}`.trim();
}

/** What a payer has used of a way of paying, kopecks; for a mobile account, what that phone has. */
export interface MethodUse {
  readonly dayKopecks: number;
  readonly monthKopecks: number;
  /** The request that waits on that phone; null: none. ms UTC */
  readonly openUntil: number | null;
}

/** The days around the moment that rules about limits name. */
export interface LimitDays {
  readonly tomorrow: string;
  readonly nextMonth: string;
  readonly instantOf: (ms: number) => string;
  readonly dayOf: (ms: number) => string;
}

/** A reason by its code, with what is known of it. */
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

/** What a way of paying takes at most now, and why it cannot be chosen; null: it can. */
export interface MethodStanding {
  readonly maxKopecks: number;
  readonly reason: Reason | null;
}

/** Why a way is off for no reason of its own. */
const switchedOff: Localized = {
  ru: 'У платёжной системы сбой: выберите другой способ.',
  en: 'The payment system has trouble: choose another way.',
  sv: 'Betalsystemet har ett fel: välj ett annat sätt.',
};

/**
 * How a way of paying stands for a payer.
 *
 * @param switched whether it is off at the moment beside the profile
 */
export function methodStanding(
  rules: PaymentMethodRules,
  switched: boolean,
  use: MethodUse,
  now: number,
  days: LimitDays,
): MethodStanding {
  const dayLeft = rules.dayMaxKopecks === null ? null : Math.max(0, rules.dayMaxKopecks - use.dayKopecks);
  const monthLeft = rules.monthMaxKopecks === null ? null : Math.max(0, rules.monthMaxKopecks - use.monthKopecks);
  const maxKopecks = Math.min(rules.maxKopecks, dayLeft ?? rules.maxKopecks, monthLeft ?? rules.maxKopecks);
  const because = (reason: Reason): MethodStanding => ({ maxKopecks, reason });
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
