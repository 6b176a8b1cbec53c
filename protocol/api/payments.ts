import { z } from 'zod';
import { operation } from '../operation.ts';
import { contractNumber, day, instant, kopecks, language, localized } from '../primitives.ts';
import { reason } from '../reasons.ts';
import { forecast, forecastPoint, reception } from './overview.ts';

/** Payment methods. `sbp`: fast payment system, by QR code. */
export const paymentMethods = ['bank-card', 'mobile', 'sbp', 'qiwi', 'webmoney', 'yoomoney'] as const;
export const paymentMethod = z.enum(paymentMethods);
export type PaymentMethod = z.infer<typeof paymentMethod>;

/** Number of a contract (10 digits) or of a smart card (12 digits), without blanks. */
export const payeeNumber = z.string().regex(/^(\d{10}|\d{12})$/);

export const payeeRequest = z.object({ number: payeeNumber });
export type PayeeRequest = z.infer<typeof payeeRequest>;

/** Holder of a contract or smart card. The name of somebody else is masked ("Irina P•••••••a"). */
export const payee = z.object({
  number: payeeNumber,
  kind: z.enum(['contract', 'card']),
  maskedName: z.string(),
  /** The caller's own contract with its label; null: it belongs to somebody else. */
  own: z.object({ contractNumber, label: z.string().nullable() }).nullable(),
});
export type Payee = z.infer<typeof payee>;

/** A payment method with its current limits for the account. */
export const offeredMethod = z.object({
  id: paymentMethod,
  name: localized,
  /** How long a payment takes, in the operator's words. */
  takes: localized,
  /** Advice shown before the method is chosen; null: none. */
  hint: localized.nullable(),
  minKopecks: kopecks,
  /** Largest single payment now: the smallest of the method's limit and what is left of its daily and monthly limits. */
  maxKopecks: kopecks,
  dayMaxKopecks: kopecks.nullable(),
  monthMaxKopecks: kopecks.nullable(),
  feeKopecks: kopecks,
  /** Why the method is unavailable; null: it is available. */
  reason: reason.nullable(),
});
export type OfferedMethod = z.infer<typeof offeredMethod>;

/** A suggested amount and what it pays for. `lastDay`: last day of reception; null: beyond the profile's horizon. */
export const topUpOffer = z.object({
  kind: z.enum(['back-on', 'month-end']),
  amountKopecks: kopecks,
  lastDay: day.nullable(),
  /** Additional whole days of reception. */
  moreDays: z.int().nonnegative(),
  points: z.array(forecastPoint).min(1),
});
export type TopUpOffer = z.infer<typeof topUpOffer>;

/** Forecast with and without a top-up. */
export const topUpPreview = z.object({
  amountKopecks: kopecks,
  before: z.object({ balanceKopecks: kopecks, lastDay: day.nullable(), reception }),
  after: z.object({ balanceKopecks: kopecks, lastDay: day.nullable(), receptionOn: z.boolean() }),
  points: z.array(forecastPoint).min(1),
  /** Part that repays the active promised payment. */
  repaysPromiseKopecks: kopecks,
  /** Charged immediately because reception is restored today. */
  chargedTodayKopecks: kopecks,
});
export type TopUpPreview = z.infer<typeof topUpPreview>;

/** What the top-up page of an own contract shows, read in one snapshot. */
export const topUpTerms = z.object({
  now: instant,
  today: day,
  balanceKopecks: kopecks,
  reception,
  forecast,
  dailyKopecks: kopecks,
  nextDailyPrice: z.object({ day, meanKopecks: kopecks }).nullable(),
  /** Up to three suggested amounts, smallest first; empty when no top-up is needed within the horizon. */
  offers: z.array(topUpOffer),
  /** Calculation of the first month-end offer; null: there is no such offer. */
  sum: z
    .object({
      restDays: z.int().nonnegative(),
      restDayKopecks: kopecks,
      wholeMonths: z.array(z.object({ month: day, monthlyKopecks: kopecks })),
      exactKopecks: kopecks,
    })
    .nullable(),
});
export type TopUpTerms = z.infer<typeof topUpTerms>;

/** Payment methods in the profile's order; an unavailable one is listed with its reason. */
export const offeredMethods = z.object({ methods: z.array(offeredMethod) });
export type OfferedMethods = z.infer<typeof offeredMethods>;

/**
 * `created`: stored, not known to be at the payment system yet. `pending`: open at the payment system; `stage` tells
 * whether it waits for the payer or for a bank. The other four are final; money moves only with `succeeded`.
 */
export const paymentStatus = z.enum(['created', 'pending', 'succeeded', 'declined', 'cancelled', 'expired']);
export type PaymentStatus = z.infer<typeof paymentStatus>;

/** Why a bank or the payment system declined a payment. */
export const declineReasons = [
  'card-declined',
  'insufficient-funds',
  'card-expired',
  'three-d-secure-failed',
  'phone-refused',
  'phone-balance',
  'phone-limit',
  'wallet-refused',
  'bank-timeout',
  'limit',
  'card-unlinked',
] as const;
export const declineReason = z.enum(declineReasons);
export type DeclineReason = z.infer<typeof declineReason>;

/** Id of a payment. */
export const paymentId = z.string().min(1).max(80);

/** A payment as shown to its payer. */
export const payment = z.object({
  id: paymentId,
  /** Digits as the payer entered them. */
  payee: payeeNumber,
  maskedName: z.string(),
  /** Set only when the contract is the payer's own. */
  contractNumber: contractNumber.nullable(),
  method: paymentMethod,
  /** How it was started. */
  origin: z.enum(['online', 'sms', 'autopay']),
  amountKopecks: kopecks,
  feeKopecks: kopecks,
  status: paymentStatus,
  stage: z.enum(['payer', 'bank']).nullable(),
  declineReason: declineReason.nullable(),
  createdAt: instant,
  /** When an unfinished payment expires; null: it is final or being processed by a bank. */
  expiresAt: instant.nullable(),
  /** When it became final. */
  settledAt: instant.nullable(),
  /** Page of the payment system; null: there is none, or it is closed. */
  pageUrl: z.url().nullable(),
  /** Origins that the page may navigate to, `https://host[:port]` (the mock: `http` on loopback). */
  pageOrigins: z.array(z.string()),
  /** Where the payment system redirects when it is done. Reaching it proves nothing about the outcome. */
  returnUrl: z.url().nullable(),
  /** Content of the QR code of the fast payment system; null for other methods. */
  sbpPayload: z.string().nullable(),
  /** Masked number of the card, `•• 4242`; null for other methods and until it is known. */
  cardMask: z.string().nullable(),
  /** Statement entry that credited it; null until then. */
  entryId: z.string().nullable(),
});
export type Payment = z.infer<typeof payment>;

/** Body of `payments.create`. */
export const paymentRequest = z.object({
  payee: payeeNumber,
  amountKopecks: kopecks,
  method: paymentMethod,
  /** For `mobile`: E.164. */
  phone: z
    .string()
    .regex(/^\+\d{10,15}$/)
    .nullable(),
  /** For `bank-card`: the linked card to charge, without a payment page. */
  linkedCardId: z.string().max(80).nullable(),
  /** For `bank-card`: store the card for later payments. */
  linkCard: z.boolean(),
  language,
});
export type PaymentRequest = z.infer<typeof paymentRequest>;

/** Outcome of a `payments.create` whose answer was lost. `known: false`: it never arrived and is refused from now on. */
export const paymentByKey = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), payment }),
  z.object({ known: z.literal(false) }),
]);
export type PaymentByKey = z.infer<typeof paymentByKey>;

/** Payments of an account, newest first. */
export const paymentList = z.object({ payments: z.array(payment) });
export type PaymentList = z.infer<typeof paymentList>;

/** Confirmation of a succeeded payment. */
export const receipt = z.object({
  payment,
  number: z.string(),
  /** Operator's day on which it was credited. */
  day,
  holderMasked: z.string(),
});
export type Receipt = z.infer<typeof receipt>;

/** A card that the payment system stores for the account. The service never receives its number. */
export const linkedCard = z.object({
  id: z.string(),
  mask: z.string(),
  brand: z.string(),
  /** `MM/YY` */
  expires: z.string(),
  linkedAt: instant,
});
export type LinkedCard = z.infer<typeof linkedCard>;
export const linkedCards = z.object({ cards: z.array(linkedCard) });
export type LinkedCards = z.infer<typeof linkedCards>;

/**
 * Content of a payment slip. Without an amount `amountKopecks` is 0 and the code has no sum.
 */
export const slip = z.object({
  contractNumber,
  holder: z.string(),
  address: z.string(),
  amountKopecks: kopecks,
  purpose: z.string(),
  recipient: z.object({
    name: z.string(),
    inn: z.string(),
    kpp: z.string(),
    account: z.string(),
    bank: z.string(),
    bik: z.string(),
    correspondentAccount: z.string(),
  }),
  /** GOST R 56042-2014, `ST00012|Name=…`, UTF-8. */
  qr: z.string(),
});
export type Slip = z.infer<typeof slip>;

const ownContract = z.object({ contractNumber });
const onePayment = z.object({ paymentId });
/** The service asks the payment system before it answers. */
const PAYMENT_SYSTEM_TIMEOUT_MS = 20_000;
/** Kopecks: digits in the query string, a number in the client's input. The rules check the amount itself. */
const queryKopecks = z.preprocess(
  (value: number) => (typeof value === 'number' ? String(value) : value),
  z
    .string()
    .regex(/^\d{1,13}$/)
    .transform(Number),
);

const usual = { tag: 'payments', auth: 'session', changes: [] } as const;
const read = { ...usual, method: 'GET', send: 'repeat', errors: [] } as const;
const ofContract = { ...read, params: ownContract } as const;
const ofPayment = {
  ...usual,
  method: 'POST',
  params: onePayment,
  answers: { 200: payment },
  errors: ['input-invalid', 'payment-not-found', 'payment-system-unavailable', 'storage-full'],
  send: 'once',
  timeoutMs: PAYMENT_SYSTEM_TIMEOUT_MS,
} as const;

/** Top-up of a contract, payments and their receipts. */
export const payments = {
  terms: operation({
    ...ofContract,
    id: 'payments.terms',
    path: '/v1/contracts/:contractNumber/top-up',
    summary: 'All that paying for one’s own contract needs, with amounts named by what they buy.',
    answers: { 200: topUpTerms },
    errors: ['input-invalid', 'contract-not-found'],
    exposed: true,
  }),
  preview: operation({
    ...ofContract,
    id: 'payments.preview',
    path: '/v1/contracts/:contractNumber/top-up/preview',
    summary: 'The line and the last day with and without an amount; nothing is changed.',
    query: z.object({ amountKopecks: queryKopecks }),
    answers: { 200: topUpPreview },
    errors: ['input-invalid', 'contract-not-found', 'amount-invalid'],
    exposed: true,
  }),
  slip: operation({
    ...ofContract,
    id: 'payments.slip',
    path: '/v1/contracts/:contractNumber/slip',
    summary: 'What a payment slip of an amount says, with its bank code.',
    query: z.object({ amountKopecks: queryKopecks.optional() }),
    answers: { 200: slip },
    errors: ['input-invalid', 'contract-not-found', 'amount-invalid'],
    exposed: true,
  }),
  /** Numbers that do not exist are counted: after several in a row the account has to wait. */
  payee: operation({
    ...usual,
    id: 'payments.payee',
    method: 'POST',
    path: '/v1/payees',
    summary: 'Who is behind a contract’s or a smart card’s number; a stranger’s name is masked.',
    body: payeeRequest,
    answers: { 200: payee },
    errors: ['input-invalid', 'payee-not-found', 'contract-closed', 'too-many-requests'],
    send: 'once',
    exposed: true,
  }),
  methods: operation({
    ...read,
    id: 'payments.methods',
    path: '/v1/payment-methods',
    summary: 'Ways of paying as they stand now, with limits, and the reason of each that cannot be chosen.',
    answers: { 200: offeredMethods },
    exposed: true,
  }),
  /** All open payments and the most recent final ones. */
  list: operation({
    ...read,
    id: 'payments.list',
    path: '/v1/payments',
    summary: 'The account’s payments, newest first: open ones and the last others.',
    answers: { 200: paymentList },
  }),
  /**
   * The same key and body again returns the stored answer. After `payment-system-unavailable` nothing was charged, and
   * the same key may be sent again.
   */
  create: operation({
    ...usual,
    id: 'payments.create',
    method: 'POST',
    path: '/v1/payments',
    summary: 'Take a payment on and open it at the payment system; needs an Idempotency-Key.',
    body: paymentRequest,
    answers: { 200: payment },
    errors: [
      'input-invalid',
      'idempotency-key-missing',
      'idempotency-key-reused',
      'idempotency-key-running',
      'payee-not-found',
      'contract-closed',
      'amount-invalid',
      'card-not-found',
      'method-unavailable',
      'method-limit',
      'payment-open',
      'payment-system-unavailable',
      'storage-full',
    ],
    send: 'keyed',
    timeoutMs: PAYMENT_SYSTEM_TIMEOUT_MS,
  }),
  /** Sent once: the client polls by its own schedule. */
  byKey: operation({
    ...read,
    id: 'payments.byKey',
    path: '/v1/payments/by-key/:key',
    summary: 'What became of a request by its Idempotency-Key; what never arrived will be refused from then on.',
    params: z.object({ key: z.string().max(200) }),
    answers: { 200: paymentByKey },
    errors: ['input-invalid', 'idempotency-key-running', 'storage-full'],
    send: 'once',
  }),
  /** Sent once: the client polls by its own schedule. */
  read: operation({
    ...read,
    id: 'payments.read',
    path: '/v1/payments/:paymentId',
    summary: 'A payment as it is known here.',
    params: onePayment,
    answers: { 200: payment },
    errors: ['input-invalid', 'payment-not-found'],
    send: 'once',
  }),
  receipt: operation({
    ...read,
    id: 'payments.receipt',
    path: '/v1/payments/:paymentId/receipt',
    summary: 'The receipt of a payment that was credited.',
    params: onePayment,
    answers: { 200: receipt },
    errors: ['input-invalid', 'payment-not-found', 'payment-not-settled'],
  }),
  check: operation({
    ...ofPayment,
    id: 'payments.check',
    path: '/v1/payments/:paymentId/check',
    summary: 'Ask the payment system now what became of a payment.',
  }),
  cancel: operation({
    ...ofPayment,
    id: 'payments.cancel',
    path: '/v1/payments/:paymentId/cancellation',
    summary: 'Call off what nobody paid yet; a payment that was made meanwhile stays made.',
  }),
  /** Called by the payment system. The handler verifies the signature over the raw body. */
  webhook: operation({
    id: 'payments.webhook',
    method: 'POST',
    path: '/payments/webhook',
    tag: 'payment system',
    summary: 'What became of an order, signed by the payment system; see docs/payments.md.',
    answers: { 204: { description: 'Taken; it need not be sent again.' } },
    errors: ['input-invalid', 'payload-too-large', 'payment-not-found', 'payment-system-unavailable', 'storage-full'],
    auth: 'none',
    send: 'once',
    changes: [],
  }),
  /** Opened in the payer's browser. */
  returnPage: operation({
    id: 'payments.returnPage',
    method: 'GET',
    path: '/payments/return',
    tag: 'pages',
    summary: 'The page that the payment system leads back to; it knows nothing of the payment.',
    answers: { 200: { description: 'A page for people.', contentType: 'text/html' } },
    errors: [],
    auth: 'none',
    send: 'repeat',
    changes: [],
  }),
};

/** Linked cards of an account. */
export const cards = {
  list: operation({
    ...read,
    id: 'cards.list',
    path: '/v1/account/cards',
    summary: 'Cards that the payment system remembers for the account, newest first.',
    answers: { 200: linkedCards },
    exposed: true,
  }),
  /** Answers with the remaining cards. */
  unlink: operation({
    ...usual,
    id: 'cards.unlink',
    method: 'DELETE',
    path: '/v1/account/cards/:cardId',
    summary: 'Unlink a card; autopay with it goes off. Answers with those that are left.',
    params: z.object({ cardId: z.string().min(1).max(80) }),
    answers: { 200: linkedCards },
    errors: ['input-invalid', 'card-not-found', 'storage-full'],
    send: 'once',
    changes: ['overview', 'money'],
    exposed: true,
  }),
};
