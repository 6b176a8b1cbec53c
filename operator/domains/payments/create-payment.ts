import { sql, type Transaction } from 'kysely';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { PaymentMethodRules } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Reason } from '#protocol/reasons.ts';
import { newId } from '../../platform/crypto/tokens.ts';
import { addDays, startOfMonth } from '../../platform/clock/days.ts';
import { instantOf, startOfDay } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { requireLinkedCard } from './linked-cards.ts';
import { lockPayer } from './locks.ts';
import { readMethodSwitches } from './method-switches.ts';
import { findPayee } from './payees.ts';
import { methodAvailability, reasonOf, type LimitDays, type MethodAvailability, type MethodUse } from './rules.ts';
import type { PaymentTable } from './tables.ts';

/** Data of a payment to create. */
export interface NewPayment {
  /** Null: by SMS. */
  readonly accountId: string | null;
  readonly origin: PaymentTable['origin'];
  /** Digits as entered: number of a contract or smart card. */
  readonly payee: string;
  readonly amountKopecks: number;
  readonly method: PaymentMethod;
  /** For `mobile`: E.164. */
  readonly phone: string | null;
  readonly linkedCardId: string | null;
  readonly linkCard: boolean;
  readonly language: Language;
  /** Hash of payer and key. */
  readonly keyHash: string;
}

/** Dates for the limit rules. */
export function limitDays(core: Core, today: string): LimitDays {
  return { tomorrow: addDays(today, 1), nextMonth: startOfMonth(today, 1), instantOf, dayOf: (ms) => core.dayOf(ms) };
}

/** Owner of the limits of a payment method: a phone number or an account. */
export type Payer = { readonly phone: string } | { readonly accountId: string };

/** Sums paid with a method today and this month, including open payments. */
export async function methodUse(
  core: Core,
  trx: Transaction<Database>,
  method: PaymentMethod,
  payer: Payer,
  today: string,
): Promise<MethodUse> {
  const { timeZone } = core.profile;
  const mine = trx
    .selectFrom('payments')
    .where('method', '=', method)
    .where('status', 'in', ['created', 'pending', 'succeeded'])
    .where((eb) => ('phone' in payer ? eb('phone', '=', payer.phone) : eb('account_id', '=', payer.accountId)));
  const dayStart = startOfDay(today, timeZone);
  const sums = await mine
    .select((eb) => [
      eb.fn.sum<number | null>('amount_kopecks').as('month'),
      sql<number | null>`sum(case when created_at >= ${sql.lit(dayStart)} then amount_kopecks else 0 end)`.as('day'),
    ])
    .where('created_at', '>=', startOfDay(startOfMonth(today), timeZone))
    .executeTakeFirst();
  const open =
    'phone' in payer
      ? await mine
          .select('expires_at')
          .where('status', 'in', ['created', 'pending'])
          .orderBy('expires_at', 'desc')
          .limit(1)
          .executeTakeFirst()
      : undefined;
  return {
    dayKopecks: sums?.day ?? 0,
    monthKopecks: sums?.month ?? 0,
    openUntil: open?.expires_at ?? null,
  };
}

/** Checks availability and limits of the method. Errors: `method-limit`, `method-unavailable`. */
function requireMethod(
  rules: PaymentMethodRules,
  { maxKopecks, reason }: MethodAvailability,
  amountKopecks: number,
): void {
  const { minKopecks } = rules;
  if (reason !== null) {
    const spent = reason.code === 'method-day-limit' || reason.code === 'method-month-limit';
    if (spent) throw new ProblemError('method-limit', { minKopecks, maxKopecks, reasons: [reason] });
    throw new ProblemError('method-unavailable', { reasons: [reason] });
  }
  if (amountKopecks < minKopecks || amountKopecks > maxKopecks) {
    throw new ProblemError('method-limit', { minKopecks, maxKopecks });
  }
}

/** Refuses a second open payment of an account for a contract. Errors: `payment-open`. */
async function refuseWhileOpen(trx: Transaction<Database>, accountId: string, contractNumber: string): Promise<void> {
  const open = await trx
    .selectFrom('payments')
    .select(['amount_kopecks', 'expires_at', 'stage'])
    .where('account_id', '=', accountId)
    .where('contract_number', '=', contractNumber)
    .where('status', 'in', ['created', 'pending'])
    .limit(1)
    .executeTakeFirst();
  if (open === undefined) return;
  const reason: Reason = reasonOf('payment-being-checked', 'ask-payment', {
    amountKopecks: open.amount_kopecks,
    liftsAt: open.expires_at === null || open.stage === 'bank' ? null : instantOf(open.expires_at),
  });
  throw new ProblemError('payment-open', { reasons: [reason] });
}

/** Checks the amount against the profile's limits. Errors: `amount-invalid`. */
export function requireAmount(core: Core, amountKopecks: number): void {
  const { paymentMinKopecks: minKopecks, paymentMaxKopecks: maxKopecks } = core.profile.billing;
  if (amountKopecks < minKopecks || amountKopecks > maxKopecks) {
    throw new ProblemError('amount-invalid', { minKopecks, maxKopecks });
  }
}

/** Locks the payer's account against deletion and checks the linked card. Errors: `session-ended`, `card-not-found`. */
async function requirePayer(core: Core, trx: Transaction<Database>, payment: NewPayment): Promise<void> {
  const { accountId, linkedCardId } = payment;
  if (accountId === null) return;
  const account = trx.selectFrom('accounts').select('id').where('id', '=', accountId);
  const row = await (core.dialect === 'postgres' ? account.forKeyShare() : account).executeTakeFirst();
  if (row === undefined) throw new ProblemError('session-ended');
  if (linkedCardId !== null) await requireLinkedCard(trx, accountId, linkedCardId);
}

/**
 * Checks all rules and inserts the payment as `created`; it is not at the payment system yet. Of two concurrent payments of an
 * account for one contract, or of one phone, one is refused.
 *
 * Errors: `payee-not-found`, `contract-closed`, `amount-invalid`, `card-not-found`, `method-unavailable` (with
 * `reasons`), `method-limit`, `payment-open` (with `reasons`), `session-ended`.
 */
export async function createPayment(
  core: Core,
  { trx, now, today }: UnitOfWork,
  payment: NewPayment,
): Promise<PaymentTable> {
  const { accountId, phone, payee, method, amountKopecks } = payment;
  if (accountId !== null) await lockPayer(trx, `account:${accountId}`);
  if (phone !== null) await lockPayer(trx, `phone:${phone}`);
  await requirePayer(core, trx, payment);
  const found = await findPayee(trx, payee);
  if (found === null) throw new ProblemError('payee-not-found');
  if (found.status === 'closed') throw new ProblemError('contract-closed');
  requireAmount(core, amountKopecks);
  const rules = core.profile.payments.methods.find((one) => one.id === method);
  const payer = phone !== null ? { phone } : accountId !== null ? { accountId } : null;
  if (rules === undefined || payer === null) throw new ProblemError('method-unavailable', { reasons: [] });
  if (accountId !== null) await refuseWhileOpen(trx, accountId, found.contractNumber);
  const use = await methodUse(core, trx, method, payer, today);
  const switched = (await readMethodSwitches(trx)).has(method);
  requireMethod(rules, methodAvailability(rules, switched, use, now, limitDays(core, today)), amountKopecks);
  const row: PaymentTable = {
    id: newId(),
    account_id: accountId,
    contract_number: found.contractNumber,
    payee,
    method,
    origin: payment.origin,
    amount_kopecks: amountKopecks,
    fee_kopecks: rules.feeKopecks,
    status: 'created',
    stage: null,
    decline_reason: null,
    language: payment.language,
    phone,
    linked_card_id: payment.linkedCardId,
    link_card: payment.linkCard ? 1 : 0,
    created_at: now,
    expires_at: now + rules.expiresMs,
    settled_at: null,
    asked_at: now,
    order_id: null,
    order_version: 0,
    page_url: null,
    sbp_payload: null,
    card_mask: null,
    transaction_id: null,
    refund_transaction_id: null,
    key_hash: payment.keyHash,
  };
  await trx.insertInto('payments').values(row).execute();
  return row;
}
