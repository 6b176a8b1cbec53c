import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import { bridge } from '../../bridge.ts';
import { useTrackedPayments } from './tracked-payments.ts';

/** The action in progress. */
export type PaymentVerb = 'show-page' | 'refresh' | 'cancel' | 'receipt';

/** Actions on a tracked payment, one at a time. */
export interface PaymentVerbs {
  readonly busy: Readonly<Ref<PaymentVerb | null>>;
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** The receipt was saved. */
  readonly saved: Readonly<Ref<boolean>>;
  readonly showPage: () => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly help: () => void;
  readonly receipt: () => Promise<void>;
}

export function usePaymentVerbs(tracked: () => TrackedPayment): PaymentVerbs {
  const payments = useTrackedPayments();
  const busy = ref<PaymentVerb | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saved = ref(false);
  // A message about the previous phase is outdated.
  watch(
    () => `${tracked().id} ${tracked().phase}`,
    () => {
      failure.value = null;
      saved.value = false;
    },
  );
  async function run<T>(
    verb: PaymentVerb,
    request: () => Promise<Result<T>>,
    onSuccess: (value: T) => void,
  ): Promise<void> {
    if (busy.value !== null) return;
    busy.value = verb;
    failure.value = null;
    saved.value = false;
    const answer = await request();
    busy.value = null;
    if (answer.ok) onSuccess(answer.value);
    else failure.value = answer.failure;
  }
  const nothing = (): void => undefined;
  return {
    busy,
    failure,
    saved,
    showPage: () => run('show-page', () => bridge.payments.showPage({ id: tracked().id }), nothing),
    refresh: () => run('refresh', () => bridge.payments.refresh({ id: tracked().id }), payments.update),
    cancel: () => run('cancel', () => bridge.payments.cancelTracked({ id: tracked().id }), payments.update),
    help: () => void bridge.links.open({ target: 'hotline' }),
    receipt: () => {
      const paymentId = tracked().payment?.id;
      if (paymentId === undefined) return Promise.resolve();
      return run(
        'receipt',
        () => bridge.payments.saveReceipt({ paymentId }),
        (outcome) => {
          saved.value = outcome === 'saved';
        },
      );
    },
  };
}
