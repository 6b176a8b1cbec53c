import { z } from 'zod';
import { declineReason, paymentMethod } from '#protocol/api/payments.ts';
import { instant, kopecks, language } from '#protocol/primitives.ts';

/**
 * HTTP API between the operator and its payment system: server to server, `Authorization: Bearer <merchant key>`,
 * creating calls with an `Idempotency-Key`. Errors are `{ "error": <code> }`: 401 `unauthorized`, 404 `unknown`, 409
 * `running`, 422 `invalid` or `key-reused`, 503 `unavailable`.
 */
export const providerPaths = {
  orders: '/api/orders',
  order: '/api/orders/:orderId',
  orderCancellation: '/api/orders/:orderId/cancellation',
  orderRefund: '/api/orders/:orderId/refund',
  card: '/api/cards/:token',
  /** The payer's pages. */
  page: '/pay/:orderId',
  /** For the operator console: `Authorization: Bearer <control key>`. */
  controlOrders: '/control/orders',
  controlPhoneAnswer: '/control/orders/:orderId/phone-answer',
  controlBankAnswer: '/control/orders/:orderId/bank-answer',
  controlFaults: '/control/faults',
  controlClock: '/control/clock',
} as const;

/**
 * awaiting-payer: not confirmed yet. processing: waiting for a bank or phone. All others are final, except that
 * refunded follows succeeded.
 */
export const orderStatus = z.enum([
  'awaiting-payer',
  'processing',
  'succeeded',
  'declined',
  'cancelled',
  'expired',
  'refunded',
]);
export type OrderStatus = z.infer<typeof orderStatus>;

/** `POST /api/orders`; the Idempotency-Key is `paymentId`. A repeated request returns the current order. */
export const orderRequest = z.object({
  /** The merchant's own id of the payment. */
  paymentId: z.string().min(1).max(80),
  amountKopecks: kopecks.positive(),
  currency: z.literal('RUB'),
  method: paymentMethod,
  description: z.string().max(200),
  language,
  /** Where the payer is sent afterwards, and where webhooks are sent. */
  returnUrl: z.url(),
  webhookUrl: z.url(),
  expiresMs: z.int().positive(),
  /** `mobile`: the phone to charge, E.164. */
  phone: z.string().nullable(),
  /** `mobile`: the payer already confirmed with a message to the short number. */
  confirmed: z.boolean(),
  /** `mobile`: minimum balance that must remain on the phone's account. */
  mustRemainKopecks: kopecks.nullable(),
  /** `bank-card`: charge this saved card, without a page. */
  cardToken: z.string().nullable(),
  /** `bank-card`: save the card. */
  saveCard: z.boolean(),
});
export type OrderRequest = z.infer<typeof orderRequest>;

/** An order in responses and webhooks. */
export const order = z.object({
  id: z.string(),
  paymentId: z.string(),
  amountKopecks: kopecks,
  currency: z.string(),
  method: paymentMethod,
  status: orderStatus,
  declineReason: declineReason.nullable(),
  /** Increases with each change, so that outdated webhooks can be ignored. */
  version: z.int().positive(),
  /** Null when no page is needed (saved card, confirmed phone). */
  pageUrl: z.url().nullable(),
  sbpPayload: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  settledAt: instant.nullable(),
  cardMask: z.string().nullable(),
  /** The saved card, after it paid. */
  card: z.object({ token: z.string(), mask: z.string(), brand: z.string(), expires: z.string() }).nullable(),
});
export type Order = z.infer<typeof order>;
/** `GET /api/orders?paymentId=`: for a merchant that lost the response to its request. */
export const orders = z.object({ orders: z.array(order) });

/**
 * A webhook: `POST webhookUrl`, header `Plusgate-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`.
 * Delivered when answered with 2xx; otherwise retried at growing intervals with a new signature. Order and uniqueness
 * are not guaranteed.
 */
export const webhook = z.object({ id: z.string().min(1).max(80), type: z.literal('order-changed'), order });
export type Webhook = z.infer<typeof webhook>;
export const signatureHeader = 'plusgate-signature';

/** `GET /control/orders`: orders with the actions open to the console, newest first. */
export const controlOrder = order.extend({
  phone: z.string().nullable(),
  waitsForPhone: z.boolean(),
  waitsForBank: z.boolean(),
  unsentWebhooks: z.int().nonnegative(),
});
export const controlOrders = z.object({ orders: z.array(controlOrder) });
export type ControlOrder = z.infer<typeof controlOrder>;
/** `PUT /control/faults`, see `paymentSystemFault` of the console. */
export const controlFaults = z.object({ down: z.boolean(), lostWebhooks: z.boolean(), doubledWebhooks: z.boolean() });
/** `PUT /control/clock`: how far the operator's clock is ahead of system time, ms. */
export const controlClock = z.object({ aheadMs: z.int() });

/** Access to the payment system. */
export interface ProviderAccess {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly merchantKey: string;
  readonly webhookSecret: string;
  /** Null: no console control. */
  readonly controlKey: string | null;
}
