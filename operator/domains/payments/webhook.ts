import { createHmac, timingSafeEqual } from 'node:crypto';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { webhook, type Order, type Webhook } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { holdPayment } from './locks.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { mismatch, takeOver } from './settle.ts';

/** Why a webhook is refused; for the log. */
type Refusal = 'unsigned' | 'stale' | 'forged';

/**
 * Looks at a webhook's signature, `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`; null: it is the payment
 * system's, and fresh. The bytes are those that came: a body read and written anew may differ.
 *
 * @param now ms UTC
 * @param toleranceMs how far its moment may be from ours
 */
export function refusalOf(
  header: string | undefined,
  body: Buffer,
  secret: string,
  now: number,
  toleranceMs: number,
): Refusal | null {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  const [, at, signature] = match ?? [];
  if (at === undefined || signature === undefined) return 'unsigned';
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest();
  // Who cannot sign learns nothing, not even whether the moment was right.
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'forged';
  return Math.abs(now - Number(at) * 1000) > toleranceMs ? 'stale' : null;
}

function parse(body: Buffer): Webhook {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    value = null;
  }
  const parsed = webhook.safeParse(value);
  if (!parsed.success) throw new ProblemError('input-invalid', { fields: [] });
  return parsed.data;
}

/** What the payment system itself says of an order of which we have not stored that it is ours. */
async function confirmed({ provider }: PaymentDeps, order: Order): Promise<Order> {
  try {
    return await provider.readOrder(order.id);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.trouble === 'unknown') throw new ProblemError('payment-not-found');
    // To be sent again.
    throw new ProblemError('payment-system-unavailable');
  }
}

/**
 * Takes a webhook of the payment system: each once, whatever comes before it. What is forged, stale, or about another
 * payment, order, amount or currency than ours is refused and logged, and moves nothing. An order that we have not heard
 * of is asked about. Answered well, it is not sent again.
 *
 * Errors: `request-refused` (not signed, or not now), `input-invalid`, `payment-not-found`, `payment-system-unavailable`.
 */
export async function takeWebhook(deps: PaymentDeps, header: string | undefined, body: Buffer): Promise<void> {
  const { core, log } = deps;
  const access = deps.access();
  const { webhookToleranceMs } = core.profile.payments;
  const refusal =
    access === null ? 'unsigned' : refusalOf(header, body, access.webhookSecret, core.clock.now(), webhookToleranceMs);
  if (refusal !== null) {
    log.warn({ refusal }, 'a webhook was refused');
    throw new ProblemError('request-refused');
  }
  const { id, order: told } = parse(body);
  const known = await core.db
    .selectFrom('payments')
    .select('order_id')
    .where('id', '=', told.paymentId)
    .executeTakeFirst();
  const order = known === undefined || known.order_id === null ? await confirmed(deps, told) : told;
  const wrong = await inTransaction(core, async (unit) => {
    const payment = await holdPayment(unit.trx, told.paymentId);
    const fault = payment === undefined ? 'no such payment' : (mismatch(payment, told) ?? mismatch(payment, order));
    if (payment === undefined || fault !== null) return fault;
    const { numInsertedOrUpdatedRows } = await unit.trx
      .insertInto('payment_notices')
      .values({ id, order_id: order.id, received_at: unit.now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) > 0n) await takeOver(deps, unit, payment, order);
    return null;
  });
  if (wrong === null) return;
  log.warn({ paymentId: told.paymentId, refusal: wrong }, 'a webhook was refused');
  throw new ProblemError('payment-not-found');
}
