import { createHmac, timingSafeEqual } from 'node:crypto';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { webhook, type Order, type Webhook } from '../../platform/payment-provider/api.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { lockPayment } from './locks.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { mismatch, applyOrder } from './settle.ts';

/** Why a webhook is rejected, for the log. */
type Refusal = 'unsigned' | 'stale' | 'forged';

/**
 * Verifies the signature of a webhook, `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`, over the raw bytes.
 *
 * @param now ms UTC
 * @param toleranceMs largest difference between its time and ours
 * @returns null if it is valid and recent
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
  // The signature is checked first: a sender without the secret learns nothing about the time.
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

/** Reads an order from the payment system that is not stored with its payment yet. */
async function readUnknownOrder({ provider }: PaymentDeps, order: Order): Promise<Order> {
  try {
    return await provider.readOrder(order.id);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.trouble === 'unknown') throw new ProblemError('payment-not-found');
    // The payment system repeats the webhook.
    throw new ProblemError('payment-system-unavailable');
  }
}

/**
 * Processes a webhook of the payment system, each once. A forged or stale one, and one about another payment, order, amount or
 * currency, is rejected and logged. An unknown order is read from the payment system. After a success it is not sent again.
 *
 * Errors: `request-refused` (invalid signature or time), `input-invalid`, `payment-not-found`, `payment-system-unavailable`.
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
  const order = known === undefined || known.order_id === null ? await readUnknownOrder(deps, told) : told;
  const wrong = await inTransaction(core, async (unit) => {
    const payment = await lockPayment(unit.trx, told.paymentId);
    const fault = payment === undefined ? 'no such payment' : (mismatch(payment, told) ?? mismatch(payment, order));
    if (payment === undefined || fault !== null) return fault;
    const { numInsertedOrUpdatedRows } = await unit.trx
      .insertInto('payment_notices')
      .values({ id, order_id: order.id, received_at: unit.now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) > 0n) await applyOrder(deps, unit, payment, order);
    return null;
  });
  if (wrong === null) return;
  log.warn({ paymentId: told.paymentId, refusal: wrong }, 'a webhook was refused');
  throw new ProblemError('payment-not-found');
}
