import { z } from 'zod';
import { declineReason, paymentMethod } from '#protocol/api/payments.ts';
import { instant, kopecks, language } from '#protocol/primitives.ts';

/**
 * What the operator and its payment system say to each other: server to server, `Authorization: Bearer <merchant key>`,
 * every creating call under an `Idempotency-Key`. Errors are `{ "error": <code> }`: 401 `unauthorized`, 404 `unknown`,
 * 409 `running`, 422 `invalid` or `key-reused`, 503 `unavailable`.
 */
export const providerPaths = {
  orders: '/api/orders',
  order: '/api/orders/:orderId',
  orderCancellation: '/api/orders/:orderId/cancellation',
  orderRefund: '/api/orders/:orderId/refund',
  card: '/api/cards/:token',
  /** The payer's pages. */
  page: '/pay/:orderId',
  /** For whoever plays the outside world (the operator console): `Authorization: Bearer <control key>`. */
  controlOrders: '/control/orders',
  controlPhoneAnswer: '/control/orders/:orderId/phone-answer',
  controlBankAnswer: '/control/orders/:orderId/bank-answer',
  controlFaults: '/control/faults',
  controlClock: '/control/clock',
} as const;

/** awaiting-payer: nothing was confirmed. processing: a bank or phone is asked. The rest is final; refunded follows succeeded. */
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

/** `POST /api/orders`; the Idempotency-Key is `paymentId`. The same again answers with the order as it is now. */
export const orderRequest = z.object({
  /** The merchant's own id of the payment. */
  paymentId: z.string().min(1).max(80),
  amountKopecks: kopecks.positive(),
  currency: z.literal('RUB'),
  method: paymentMethod,
  description: z.string().max(200),
  language,
  /** Where the payer's page leads when it is done, and where webhooks go. */
  returnUrl: z.url(),
  webhookUrl: z.url(),
  expiresMs: z.int().positive(),
  /** `mobile`: the phone that is asked, E.164. */
  phone: z.string().nullable(),
  /** `mobile`: the payer confirmed already, by writing to the short number. */
  confirmed: z.boolean(),
  /** `mobile`: what has to stay on the phone's account. */
  mustRemainKopecks: kopecks.nullable(),
  /** `bank-card`: pays with this remembered card, without a page. */
  cardToken: z.string().nullable(),
  /** `bank-card`: remember the card. */
  saveCard: z.boolean(),
});
export type OrderRequest = z.infer<typeof orderRequest>;

/** An order as the payment system tells it, in answers and in webhooks. */
export const order = z.object({
  id: z.string(),
  paymentId: z.string(),
  amountKopecks: kopecks,
  currency: z.string(),
  method: paymentMethod,
  status: orderStatus,
  declineReason: declineReason.nullable(),
  /** Rises with each change, so that a late webhook is known as such. */
  version: z.int().positive(),
  /** Null for what needs no page (a remembered card, a confirmed phone). */
  pageUrl: z.url().nullable(),
  sbpPayload: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  settledAt: instant.nullable(),
  cardMask: z.string().nullable(),
  /** The remembered card, once it paid. */
  card: z.object({ token: z.string(), mask: z.string(), brand: z.string(), expires: z.string() }).nullable(),
});
export type Order = z.infer<typeof order>;
/** `GET /api/orders?paymentId=`: for a merchant who never heard the answer to its request. */
export const orders = z.object({ orders: z.array(order) });

/**
 * A webhook: `POST webhookUrl`, header `Plusgate-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`. Taken
 * when answered 2xx; otherwise sent again after a growing interval, signed anew. Order and number are not promised.
 */
export const webhook = z.object({ id: z.string().min(1).max(80), type: z.literal('order-changed'), order });
export type Webhook = z.infer<typeof webhook>;
export const signatureHeader = 'plusgate-signature';

/** `GET /control/orders`: what whoever plays phone and bank can do, newest first. */
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
/** `PUT /control/clock`: how far the operator's clock is ahead of the computer's, ms. */
export const controlClock = z.object({ aheadMs: z.int() });

/** How the operator reaches its payment system. */
export interface ProviderAccess {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly merchantKey: string;
  readonly webhookSecret: string;
  /** Null: nobody plays the outside world. */
  readonly controlKey: string | null;
}
