import { z } from 'zod';
import { operation } from '../operation.ts';
import { contractNumber, day, instant, kopecks, language } from '../primitives.ts';
import { identityProvider } from './identity.ts';
import { paymentMethod } from './payments.ts';

/** Time of the service's clock and the operator's current day. */
export const consoleClock = z.object({ now: instant, today: day });
export type ConsoleClock = z.infer<typeof consoleClock>;

/** How far the clock moves forward, ms: at most 400 days. */
export const advanceClockRequest = z.object({
  ms: z
    .int()
    .positive()
    .max(400 * 86_400_000),
});
export type AdvanceClockRequest = z.infer<typeof advanceClockRequest>;

/** Cash paid at the operator's cash desk. Idempotent by key. */
export const cashDeskTopUpRequest = z.object({
  contractNumber,
  amountKopecks: kopecks.positive(),
  idempotencyKey: z.string().min(8).max(80),
});
export type CashDeskTopUpRequest = z.infer<typeof cashDeskTopUpRequest>;
export const cashDeskTopUp = z.object({ entryId: z.string(), balanceKopecks: kopecks });
export type CashDeskTopUp = z.infer<typeof cashDeskTopUp>;

/** E-mail that the built-in mail catcher received over SMTP. */
export const caughtLetter = z.object({
  id: z.string(),
  at: instant,
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  language: language.nullable(),
});
export const caughtLetters = z.object({ letters: z.array(caughtLetter) });
export type CaughtLetters = z.infer<typeof caughtLetters>;
/** E-mail with its bodies and the links in them. */
export const caughtLetterWhole = caughtLetter.extend({
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});
export type CaughtLetterWhole = z.infer<typeof caughtLetterWhole>;

/** SMS that the gateway sent or received. */
export const shortMessage = z.object({
  id: z.string(),
  at: instant,
  phone: z.string(),
  text: z.string(),
  /** `in`: sent by the phone's owner to the operator's short number. */
  direction: z.enum(['out', 'in']),
});
export const shortMessages = z.object({ messages: z.array(shortMessage) });
export type ShortMessages = z.infer<typeof shortMessages>;

/** SMS from a phone to the operator's short number. */
export const incomingMessage = z.object({
  phone: z.string().regex(/^\+\d{10,15}$/),
  text: z.string().min(1).max(500),
  /** The gateway's id of the message; repeated deliveries with one id count once. */
  messageId: z.string().min(8).max(80),
});
export type IncomingMessage = z.infer<typeof incomingMessage>;
/** Text of the reply. */
export const incomingMessageAnswer = z.object({ answer: z.string() });
export type IncomingMessageAnswer = z.infer<typeof incomingMessageAnswer>;

/** An order as the payment system stores it. */
export const consoleOrder = z.object({
  id: z.string(),
  paymentId: z.string(),
  method: paymentMethod,
  amountKopecks: kopecks,
  status: z.enum(['awaiting-payer', 'processing', 'succeeded', 'declined', 'cancelled', 'expired', 'refunded']),
  /** Phone that is asked to confirm, E.164; null: none, for `sbp` any phone confirms. */
  phone: z.string().nullable(),
  /** Waits for a confirmation by phone. */
  waitsForPhone: z.boolean(),
  /** Waits for the bank's decision. */
  waitsForBank: z.boolean(),
  createdAt: instant,
  /** Webhooks about the order that the service has not accepted yet. */
  unsentWebhooks: z.int().nonnegative(),
});
export type ConsoleOrder = z.infer<typeof consoleOrder>;
export const consoleOrders = z.object({ orders: z.array(consoleOrder) });
export type ConsoleOrders = z.infer<typeof consoleOrders>;
/** Confirms (`yes: true`) or declines an order. */
export const yesOrNo = z.object({ yes: z.boolean() });
export type YesOrNo = z.infer<typeof yesOrNo>;

/**
 * Faults of the payment system. `down`: answers 503; `lostWebhooks`: sends no webhooks; `doubledWebhooks`: sends each
 * webhook twice and the later event first.
 */
export const paymentSystemFault = z.object({
  down: z.boolean(),
  lostWebhooks: z.boolean(),
  doubledWebhooks: z.boolean(),
});
export type PaymentSystemFault = z.infer<typeof paymentSystemFault>;

/** Faults of the connection between the program and the operator API. */
export const lineFault = z.object({
  delayMs: z.int().min(0).max(10_000),
  /** Share of requests answered with a 503, 0 to 1. */
  failShare: z.number().min(0).max(1),
  /** Share of answers cut off in the middle, after the request was processed, 0 to 1. */
  cutShare: z.number().min(0).max(1),
});
export type LineFault = z.infer<typeof lineFault>;

/** Whether a payment method is switched off. */
export const methodFault = z.object({ off: z.boolean() });
export type MethodFault = z.infer<typeof methodFault>;

/** Whether an external system is down. */
export const outsideFault = z.object({ down: z.boolean() });
export type OutsideFault = z.infer<typeof outsideFault>;

const usual = { tag: 'console', errors: [], auth: 'none', changes: [] } as const;
const read = { ...usual, method: 'GET', send: 'repeat' } as const;
const order = {
  ...usual,
  method: 'POST',
  params: z.object({ orderId: z.string() }),
  answers: { 200: consoleOrder },
  errors: ['input-invalid', 'not-found', 'payload-too-large', 'payment-system-unavailable'],
  send: 'once',
} as const;
const fault = { ...usual, method: 'PUT', errors: ['input-invalid', 'payload-too-large'], send: 'repeat' } as const;

/**
 * The operator console: the clock, cash payments, and the simulated systems around the service. No authentication: the
 * console is off unless asked for, and answers the loopback address only.
 */
export const consoleOperations = {
  readClock: operation({
    ...read,
    id: 'console.readClock',
    path: '/console/clock',
    summary: 'The service’s clock.',
    answers: { 200: consoleClock },
  }),
  advanceClock: operation({
    ...usual,
    id: 'console.advanceClock',
    method: 'POST',
    path: '/console/clock/advance',
    summary: 'Move the clock forward; the billing days passed have run when this answers.',
    body: advanceClockRequest,
    answers: { 200: consoleClock },
    errors: ['input-invalid', 'payload-too-large', 'storage-full'],
    send: 'once',
  }),
  createTopUp: operation({
    ...usual,
    id: 'console.createTopUp',
    method: 'POST',
    path: '/console/top-ups',
    summary: 'Take money at the cash desk; once a key.',
    body: cashDeskTopUpRequest,
    answers: { 200: cashDeskTopUp },
    errors: ['input-invalid', 'contract-not-found', 'payload-too-large', 'storage-full'],
    send: 'repeat',
  }),
  listMail: operation({
    ...read,
    id: 'console.listMail',
    path: '/console/letters',
    summary: 'Letters that the mail catcher received, newest first.',
    answers: { 200: caughtLetters },
  }),
  readMail: operation({
    ...read,
    id: 'console.readMail',
    path: '/console/letters/:letterId',
    summary: 'A letter with its bodies and the links in them.',
    params: z.object({ letterId: z.string() }),
    answers: { 200: caughtLetterWhole },
    errors: ['not-found'],
  }),
  listMessages: operation({
    ...read,
    id: 'console.listMessages',
    path: '/console/messages',
    summary: 'Short messages that the gateway sent, newest first.',
    answers: { 200: shortMessages },
  }),
  receiveMessage: operation({
    ...usual,
    id: 'console.receiveMessage',
    method: 'POST',
    path: '/console/messages/incoming',
    summary: 'Somebody writes to the short number; answers what is written back. Once an id.',
    body: incomingMessage,
    answers: { 200: incomingMessageAnswer },
    errors: ['input-invalid', 'payload-too-large', 'storage-full'],
    send: 'repeat',
  }),
  listPayments: operation({
    ...read,
    id: 'console.listPayments',
    path: '/console/payments',
    summary: 'Orders as the payment system has them, newest first.',
    answers: { 200: consoleOrders },
    errors: ['payment-system-unavailable'],
  }),
  answerByPhone: operation({
    ...order,
    id: 'console.answerByPhone',
    path: '/console/payments/:orderId/phone-answer',
    summary: 'The phone that was asked says yes or no: of its account, or to an SBP code.',
    body: yesOrNo,
  }),
  answerByBank: operation({
    ...order,
    id: 'console.answerByBank',
    path: '/console/payments/:orderId/bank-answer',
    summary: 'The bank that was asked says yes or no at last.',
    body: yesOrNo,
  }),
  refundPayment: operation({
    ...order,
    id: 'console.refundPayment',
    path: '/console/payments/:orderId/refund',
    summary: 'Give the whole sum of an order back.',
  }),
  setMailFault: operation({
    ...fault,
    id: 'console.setMailFault',
    path: '/console/faults/mail',
    summary: 'Put the mail server out of order, or back; letters wait meanwhile.',
    body: outsideFault,
    answers: { 200: outsideFault },
    errors: ['input-invalid', 'not-found', 'payload-too-large'],
  }),
  setIdentityProviderFault: operation({
    ...fault,
    id: 'console.setIdentityProviderFault',
    path: '/console/faults/identity/:provider',
    summary: 'Put a social network out of order, or back; while it is, it refuses connections.',
    params: z.object({ provider: identityProvider }),
    body: outsideFault,
    answers: { 200: outsideFault },
  }),
  setPaymentSystemFault: operation({
    ...fault,
    id: 'console.setPaymentSystemFault',
    path: '/console/faults/payment-system',
    summary: 'Put the payment system out of order, or keep its webhooks from arriving once each.',
    body: paymentSystemFault,
    answers: { 200: paymentSystemFault },
    errors: ['input-invalid', 'payload-too-large', 'payment-system-unavailable'],
  }),
  setPaymentMethodFault: operation({
    ...fault,
    id: 'console.setPaymentMethodFault',
    path: '/console/faults/methods/:method',
    summary: 'Switch a way of paying off, or back on; it stays so over a restart.',
    params: z.object({ method: paymentMethod }),
    body: methodFault,
    answers: { 200: methodFault },
    errors: ['input-invalid', 'payload-too-large', 'storage-full'],
  }),
  setConnectionFault: operation({
    ...fault,
    id: 'console.setConnectionFault',
    path: '/console/faults/line',
    summary: 'Disturb the answers of the operator API: late, refused, cut after the work was done.',
    body: lineFault,
    answers: { 200: lineFault },
  }),
};
