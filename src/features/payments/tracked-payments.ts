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

/** Whether a payment's way is not over: until then no other can be begun. */
function isOpen({ phase }: TrackedPayment): boolean {
  return phase !== 'settled' && phase !== 'not-sent';
}

/** The payment of this program that is under way; null: none is. */
export const openPayment = computed<TrackedPayment | null>(() => state.value.value.payments.find(isOpen) ?? null);

/** The payment to speak of: the one under way, else the newest whose end the person has not put away yet. */
export const shownPayment = computed<TrackedPayment | null>(
  () => openPayment.value ?? state.value.value.payments[0] ?? null,
);

/** Asks main which there are; with a new session, and when a screen about them opens. */
export const askPayments = (): Promise<void> => state.ask();

/** Forgets those of the session before. */
export function forgetPayments(): void {
  state.put(none);
}

/** Takes over what a verb answered about one of them. */
export function notePayment(told: TrackedPayment): void {
  const { payments } = state.value.value;
  const known = payments.some(({ id }) => id === told.id);
  state.put({ payments: known ? payments.map((one) => (one.id === told.id ? told : one)) : [told, ...payments] });
}

/** The person has seen what became of it. */
export async function putAway(id: string): Promise<void> {
  const answer = await bridge.payments.dismiss({ id });
  if (answer.ok) state.put(answer.value);
}
