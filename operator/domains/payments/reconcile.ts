import { forgetUnlinked } from './linked-cards.ts';
import { syncPayment } from './query-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import type { PaymentTable } from './tables.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';

/** Payments per run. */
const MOST = 200;

/** Payments that are due for a query: no news for a while. */
async function duePayments({ core }: PaymentDeps): Promise<PaymentTable[]> {
  const now = core.clock.now();
  const { reconcileMs, lateForMs, lateEveryMs } = core.profile.payments;
  const open = await core.db
    .selectFrom('payments')
    .selectAll()
    .where('status', 'in', ['created', 'pending'])
    .where((eb) => eb.or([eb('asked_at', '<=', now - reconcileMs), eb('expires_at', '<=', now)]))
    .orderBy('asked_at')
    .limit(MOST)
    .execute();
  const late = await core.db
    .selectFrom('payments')
    .selectAll()
    .where('status', 'in', ['declined', 'cancelled', 'expired'])
    .where('settled_at', '>', now - lateForMs)
    .where('asked_at', '<=', now - lateEveryMs)
    .orderBy('asked_at')
    .limit(MOST)
    .execute();
  return [...open, ...late];
}

/**
 * Queries the payment system for every payment that is due, applies the answers like webhooks, and deletes queued cards there.
 * Stops when the payment system does not answer; the next run follows soon.
 *
 * @param onError receives the error of a payment; the others continue
 */
export async function reconcile(deps: PaymentDeps, onError: (error: unknown) => void): Promise<void> {
  for (const payment of await duePayments(deps)) {
    try {
      await syncPayment(deps, payment);
    } catch (error) {
      if (error instanceof ProviderFailure) return;
      onError(error);
    }
  }
  await forgetUnlinked(deps.core, deps.provider);
}

/** Deletes stored webhook ids after the time in which the payment system repeats them. */
export async function purgeNotices({ core }: PaymentDeps): Promise<void> {
  await core.db
    .deleteFrom('payment_notices')
    .where('received_at', '<=', core.clock.now() - core.profile.payments.noticesMs)
    .execute();
}
