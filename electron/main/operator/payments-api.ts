import type { z } from 'zod';
import { fillPath, paths } from '#protocol/api/paths.ts';
import {
  linkedCards,
  offeredMethods,
  payee,
  payment,
  paymentByKey,
  payments,
  slip,
  topUpPreview,
  topUpTerms,
  type LinkedCards,
  type OfferedMethods,
  type Payee,
  type PayeeRequest,
  type Payment,
  type PaymentByKey,
  type PaymentRequest,
  type Payments,
  type Slip,
  type TopUpPreview,
  type TopUpTerms,
} from '#protocol/api/payments.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Asking } from './asking.ts';

/**
 * The signed-in person's verbs about paying; the first argument of each is the access token. Errors of each: the schema of
 * the same name in protocol/api/payments.ts. Repeated by itself is only what reads. `begin` and `cancel` are sent once
 * a call: what became of them is asked, never tried again blindly.
 */
export interface PaymentsApi {
  terms(accessToken: string, contractNumber: string): Promise<Result<TopUpTerms>>;
  preview(accessToken: string, contractNumber: string, amountKopecks: number): Promise<Result<TopUpPreview>>;
  methods(accessToken: string): Promise<Result<OfferedMethods>>;
  payee(accessToken: string, request: PayeeRequest): Promise<Result<Payee>>;
  /** Takes a payment on under a key. */
  begin(accessToken: string, key: string, request: PaymentRequest): Promise<Result<Payment>>;
  /** The account's payments, the newest first. */
  list(accessToken: string): Promise<Result<Payments>>;
  read(accessToken: string, paymentId: string): Promise<Result<Payment>>;
  byKey(accessToken: string, key: string): Promise<Result<PaymentByKey>>;
  /** Has the service ask the payment system now. */
  check(accessToken: string, paymentId: string): Promise<Result<Payment>>;
  cancel(accessToken: string, paymentId: string): Promise<Result<Payment>>;
  cards(accessToken: string): Promise<Result<LinkedCards>>;
  unlinkCard(accessToken: string, cardId: string): Promise<Result<LinkedCards>>;
  /** @param amountKopecks null: the slip leaves it open */
  slip(accessToken: string, contractNumber: string, amountKopecks: number | null): Promise<Result<Slip>>;
}

/** Behind these the service asks the payment system, which takes its time. */
const PAYMENT_SYSTEM_TIMEOUT_MS = 20_000;

export function createPaymentsApi(asking: Asking): PaymentsApi {
  const get = <S extends z.ZodType>(accessToken: string, path: string, answer: S): Promise<Result<z.output<S>>> =>
    asking.repeated({ method: 'GET', path, answer, accessToken });
  const ask = (accessToken: string, template: string, paymentId: string): Promise<Result<Payment>> =>
    asking.once({
      method: 'POST',
      path: fillPath(template, { paymentId }),
      answer: payment,
      accessToken,
      timeoutMs: PAYMENT_SYSTEM_TIMEOUT_MS,
    });
  const amount = (amountKopecks: number | null): string =>
    amountKopecks === null ? '' : `?amountKopecks=${amountKopecks}`;
  return {
    terms: (token, contractNumber) => get(token, fillPath(paths.topUpTerms, { contractNumber }), topUpTerms),
    preview: (token, contractNumber, amountKopecks) =>
      get(token, fillPath(paths.topUpPreview, { contractNumber }) + amount(amountKopecks), topUpPreview),
    methods: (token) => get(token, paths.paymentMethods, offeredMethods),
    payee: (accessToken, body) => asking.once({ method: 'POST', path: paths.payees, answer: payee, accessToken, body }),
    begin: (accessToken, idempotencyKey, body) =>
      asking.once({
        method: 'POST',
        path: paths.payments,
        answer: payment,
        accessToken,
        idempotencyKey,
        body,
        timeoutMs: PAYMENT_SYSTEM_TIMEOUT_MS,
      }),
    list: (token) => get(token, paths.payments, payments),
    // Whoever asks these asks again by a plan of their own.
    read: (accessToken, paymentId) =>
      asking.once({ method: 'GET', path: fillPath(paths.payment, { paymentId }), answer: payment, accessToken }),
    byKey: (accessToken, key) =>
      asking.once({ method: 'GET', path: fillPath(paths.paymentByKey, { key }), answer: paymentByKey, accessToken }),
    check: (token, paymentId) => ask(token, paths.paymentCheck, paymentId),
    cancel: (token, paymentId) => ask(token, paths.paymentCancellation, paymentId),
    cards: (token) => get(token, paths.linkedCards, linkedCards),
    unlinkCard: (accessToken, cardId) =>
      asking.once({
        method: 'DELETE',
        path: fillPath(paths.linkedCard, { cardId }),
        answer: linkedCards,
        accessToken,
      }),
    slip: (token, contractNumber, amountKopecks) =>
      get(token, fillPath(paths.slip, { contractNumber }) + amount(amountKopecks), slip),
  };
}
