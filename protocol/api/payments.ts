import { z } from 'zod';
import { contractNumber, day, instant, kopecks, language, localized } from '../primitives.ts';
import { reason } from '../reasons.ts';
import { forecast, forecastPoint, reception } from './overview.ts';

/** Ways of paying in the program. `sbp`: fast payment system, by a QR code. */
export const paymentMethods = ['bank-card', 'mobile', 'sbp', 'qiwi', 'webmoney', 'yoomoney'] as const;
export const paymentMethod = z.enum(paymentMethods);
export type PaymentMethod = z.infer<typeof paymentMethod>;

/** A contract's 10 digits or a smart card's 12, no blanks. */
export const payeeNumber = z.string().regex(/^(\d{10}|\d{12})$/);

/**
 * `POST /v1/payees`: who is behind a number, before paying for them. A stranger's name is masked ("Irina P•••••••a").
 * Errors: `payee-not-found`, `contract-closed`, `too-many-requests`.
 */
export const payeeRequest = z.object({ number: payeeNumber });
export type PayeeRequest = z.infer<typeof payeeRequest>;
export const payee = z.object({
  number: payeeNumber,
  kind: z.enum(['contract', 'card']),
  maskedName: z.string(),
  /** The asker's own contract behind it, with what they call it; null: somebody else's. */
  own: z.object({ contractNumber, label: z.string().nullable() }).nullable(),
});
export type Payee = z.infer<typeof payee>;

/** A way of paying as it stands for this person now. */
export const offeredMethod = z.object({
  id: paymentMethod,
  name: localized,
  /** How long it takes, in words of the operator. */
  takes: localized,
  /** What the person should know of it before choosing; null: nothing. */
  hint: localized.nullable(),
  minKopecks: kopecks,
  /** The most of one payment now: the method's limit, less what its day and month have left. */
  maxKopecks: kopecks,
  dayMaxKopecks: kopecks.nullable(),
  monthMaxKopecks: kopecks.nullable(),
  feeKopecks: kopecks,
  /** Null: it can be chosen. */
  reason: reason.nullable(),
});
export type OfferedMethod = z.infer<typeof offeredMethod>;

/** An amount named by what it buys. `lastDay` null: beyond the profile's horizon. */
export const topUpOffer = z.object({
  kind: z.enum(['back-on', 'month-end']),
  amountKopecks: kopecks,
  lastDay: day.nullable(),
  /** Whole days of reception more than without it. */
  moreDays: z.int().nonnegative(),
  points: z.array(forecastPoint).min(1),
});
export type TopUpOffer = z.infer<typeof topUpOffer>;

/** Line and last day with and without an amount: the one preview of every action that moves money. */
export const topUpPreview = z.object({
  amountKopecks: kopecks,
  before: z.object({ balanceKopecks: kopecks, lastDay: day.nullable(), reception }),
  after: z.object({ balanceKopecks: kopecks, lastDay: day.nullable(), receptionOn: z.boolean() }),
  points: z.array(forecastPoint).min(1),
  /** Paid back of a running promise first. */
  repaysPromiseKopecks: kopecks,
  /** Charged at once, because reception comes back today. */
  chargedTodayKopecks: kopecks,
});
export type TopUpPreview = z.infer<typeof topUpPreview>;

/**
 * `GET /v1/contracts/:contractNumber/top-up`: all that the page of one's own contract needs, as of one moment.
 * Errors: `contract-not-found`.
 */
export const topUpTerms = z.object({
  now: instant,
  today: day,
  balanceKopecks: kopecks,
  reception,
  forecast,
  dailyKopecks: kopecks,
  nextDailyPrice: z.object({ day, meanKopecks: kopecks }).nullable(),
  /** Up to three, the smallest first; empty for a contract that needs none in sight. */
  offers: z.array(topUpOffer),
  /** How the first month-end offer came about, for the sentence under the amounts; null: there is none. */
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

/** `GET /v1/payment-methods`: in the profile's order; one that is off stands there with its reason. */
export const offeredMethods = z.object({ methods: z.array(offeredMethod) });
export type OfferedMethods = z.infer<typeof offeredMethods>;

/**
 * created: taken on, the payment system does not know it yet. pending: the payment system has it; `stage` says whether it
 * waits for the payer or for a bank. The other four are final; only `succeeded` moved money.
 */
export const paymentStatus = z.enum(['created', 'pending', 'succeeded', 'declined', 'cancelled', 'expired']);
export type PaymentStatus = z.infer<typeof paymentStatus>;

/** Why a bank or a payment system said no. */
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

/** A payment as its payer sees it. */
export const payment = z.object({
  id: z.string().min(1).max(80),
  /** Digits typed by the payer. */
  payee: payeeNumber,
  maskedName: z.string(),
  /** Set for the payer's own contracts alone. */
  contractNumber: contractNumber.nullable(),
  method: paymentMethod,
  /** Who set it going. */
  origin: z.enum(['online', 'sms', 'autopay']),
  amountKopecks: kopecks,
  feeKopecks: kopecks,
  status: paymentStatus,
  stage: z.enum(['payer', 'bank']).nullable(),
  declineReason: declineReason.nullable(),
  createdAt: instant,
  /** When a payment that nobody finishes ends by itself; null: final, or at a bank. */
  expiresAt: instant.nullable(),
  /** When it came to its final state. */
  settledAt: instant.nullable(),
  /** The payment system's page; null: there is none, or not any more. */
  pageUrl: z.url().nullable(),
  /** Origins that the page may lead to, `https://host[:port]` (the mock: `http` on loopback). */
  pageOrigins: z.array(z.string()),
  /** Where the payment system leads back to when it is done; the page's coming there proves nothing. */
  returnUrl: z.url().nullable(),
  /** What the QR code of the fast payment system says; null for other methods. */
  sbpPayload: z.string().nullable(),
  /** The paying card as receipts show it, `•• 4242`; null for other methods and until it is known. */
  cardMask: z.string().nullable(),
  /** Line of the statement that credited it. */
  entryId: z.string().nullable(),
});
export type Payment = z.infer<typeof payment>;

/**
 * `POST /v1/payments`, with an `Idempotency-Key` (16 to 80 characters): takes a payment on and opens it at the payment
 * system. Same key and body: the stored answer. Errors: `idempotency-key-missing` 400, `idempotency-key-reused` 422,
 * `idempotency-key-running` 409, `payee-not-found`, `contract-closed`, `amount-invalid`, `method-unavailable`,
 * `method-limit`, `payment-open`, `payment-system-unavailable` (nothing was charged; the same key tries again).
 */
export const paymentRequest = z.object({
  payee: payeeNumber,
  amountKopecks: kopecks,
  method: paymentMethod,
  /** For `mobile`: E.164. */
  phone: z
    .string()
    .regex(/^\+\d{10,15}$/)
    .nullable(),
  /** For `bank-card`: pay with this linked card, without a page. */
  linkedCardId: z.string().max(80).nullable(),
  /** For `bank-card`: link the card for later payments. */
  linkCard: z.boolean(),
  language,
});
export type PaymentRequest = z.infer<typeof paymentRequest>;

/** `GET /v1/payments/by-key/:key`: what became of a request whose answer was lost; `known: false`: it never arrived. */
export const paymentByKey = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), payment }),
  z.object({ known: z.literal(false) }),
]);
export type PaymentByKey = z.infer<typeof paymentByKey>;

/**
 * `GET /v1/payments/:paymentId`; `POST …/check` asks the payment system now and answers the same; `POST …/cancellation`
 * calls off what nobody paid yet (and answers with what it then is: a payment that was made meanwhile stays made).
 * Errors: `payment-not-found`, `payment-system-unavailable`.
 */
export const payments = z.object({ payments: z.array(payment) });
export type Payments = z.infer<typeof payments>;

/** `GET /v1/payments/:paymentId/receipt`: a succeeded payment's receipt. Errors: `payment-not-found`, `payment-not-settled`. */
export const receipt = z.object({
  payment,
  number: z.string(),
  /** The operator's day on which it was credited. */
  day,
  holderMasked: z.string(),
});
export type Receipt = z.infer<typeof receipt>;

/** A card that the payment system remembers for this account; its number never came here. */
export const linkedCard = z.object({
  id: z.string(),
  mask: z.string(),
  brand: z.string(),
  /** `MM/YY` */
  expires: z.string(),
  linkedAt: instant,
});
export type LinkedCard = z.infer<typeof linkedCard>;
/** `GET /v1/account/cards`; `DELETE /v1/account/cards/:cardId` answers the rest (autopay with that card goes off). */
export const linkedCards = z.object({ cards: z.array(linkedCard) });
export type LinkedCards = z.infer<typeof linkedCards>;

/**
 * `GET /v1/contracts/:contractNumber/slip?amountKopecks=`: what a payment slip says; no amount: it is left open, stands as 0
 * and not in the code. Errors: `amount-invalid`.
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
