import { computed } from 'vue';
import type { TrackedPayment, TrackedPayments } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

const none: TrackedPayments = { payments: [] };
const state = followMain<TrackedPayments>(
  none,
  () => bridge.payments.tracked(),
  (listener) => bridge.payments.onChanged(listener),
);

/** True while the outcome is not known; only one payment may be open. */
function isOpen({ phase }: TrackedPayment): boolean {
  return phase !== 'settled' && phase !== 'not-sent';
}

/** The open payment; null: there is none. */
export const openPayment = computed<TrackedPayment | null>(() => state.value.value.payments.find(isOpen) ?? null);

/** The payment on screen: the open one, otherwise the newest that has not been dismissed. */
export const shownPayment = computed<TrackedPayment | null>(
  () => openPayment.value ?? state.value.value.payments[0] ?? null,
);

/** Loads the tracked payments, for a new session and when a screen shows them. */
export const loadPayments = (): Promise<void> => state.ask();

/** Clears the payments of the previous session. */
export function forgetPayments(): void {
  state.put(none);
}

/** Stores the answer of a verb about a payment. */
export function notePayment(payment: TrackedPayment): void {
  const { payments } = state.value.value;
  const known = payments.some(({ id }) => id === payment.id);
  state.put({
    payments: known ? payments.map((one) => (one.id === payment.id ? payment : one)) : [payment, ...payments],
  });
}

/** Removes a finished payment from the list. */
export async function dismissPayment(id: string): Promise<void> {
  const answer = await bridge.payments.dismiss({ id });
  if (answer.ok) state.put(answer.value);
}
