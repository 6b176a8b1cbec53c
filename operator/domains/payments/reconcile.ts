import { forgetUnlinked } from './linked-cards.ts';
import { askAbout } from './query-order.ts';
import type { PaymentDeps } from './payment-deps.ts';
import type { PaymentTable } from './tables.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';

/** How many payments are asked about in one go. */
const MOST = 200;

/** Payments that the payment system has to be asked about now: nothing was heard of them for a while. */
async function silentPayments({ core }: PaymentDeps): Promise<PaymentTable[]> {
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
 * Asks the payment system about every payment that nothing is heard of, and tells it which cards to forget. What it says
 * is taken over as from a webhook. Stops at the first sign that it does not answer: the next time comes soon.
 *
 * @param onError told what went wrong with one payment; the others go on
 */
export async function reconcile(deps: PaymentDeps, onError: (error: unknown) => void): Promise<void> {
  for (const payment of await silentPayments(deps)) {
    try {
      await askAbout(deps, payment);
    } catch (error) {
      if (error instanceof ProviderFailure) return;
      onError(error);
    }
  }
  await forgetUnlinked(deps.core, deps.provider);
}

/** Forgets notices that nobody sends again. */
export async function purgeNotices({ core }: PaymentDeps): Promise<void> {
  await core.db
    .deleteFrom('payment_notices')
    .where('received_at', '<=', core.clock.now() - core.profile.payments.noticesMs)
    .execute();
}
