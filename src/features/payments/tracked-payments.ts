import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { TrackedPayment, TrackedPayments } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

/** True while the outcome is not known; only one payment may be open. */
function isOpen({ phase }: TrackedPayment): boolean {
  return phase !== 'settled' && phase !== 'not-sent';
}

/** Payments of this program, until the person dismisses them. */
export const useTrackedPayments = defineStore('tracked-payments', () => {
  const none: TrackedPayments = { payments: [] };
  const main = followMain<TrackedPayments>(
    none,
    () => bridge.payments.tracked(),
    (listener) => bridge.payments.onChanged(listener),
  );

  /** The unfinished payment; null: none. */
  const open = computed<TrackedPayment | null>(() => main.value.value.payments.find(isOpen) ?? null);

  /** The payment to show: the unfinished one, else the newest that is not dismissed. */
  const shown = computed<TrackedPayment | null>(() => open.value ?? main.value.value.payments[0] ?? null);

  /** Removes the payments of the session before. */
  function clear(): void {
    main.put(none);
  }

  /** Takes over a verb's answer about one payment. */
  function update(changed: TrackedPayment): void {
    const { payments } = main.value.value;
    const known = payments.some(({ id }) => id === changed.id);
    main.put({
      payments: known ? payments.map((one) => (one.id === changed.id ? changed : one)) : [changed, ...payments],
    });
  }

  /** Removes a payment whose outcome the person has seen. */
  async function dismiss(id: string): Promise<void> {
    const answer = await bridge.payments.dismiss({ id });
    if (answer.ok) main.put(answer.value);
  }

  return { all: main.value, open, shown, refresh: main.refresh, clear, update, dismiss };
});
