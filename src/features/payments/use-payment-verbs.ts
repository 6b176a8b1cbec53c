import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import { bridge } from '../../bridge.ts';
import { useTrackedPayments } from './tracked-payments.ts';

/** What takes its time. */
export type PaymentVerb = 'front' | 'ask' | 'call-off' | 'receipt';

/** What can be done about a payment. */
export interface PaymentVerbs {
  readonly busy: Readonly<Ref<PaymentVerb | null>>;
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** The receipt was saved. */
  readonly saved: Readonly<Ref<boolean>>;
  readonly showPage: () => Promise<void>;
  readonly ask: () => Promise<void>;
  readonly callOff: () => Promise<void>;
  readonly help: () => void;
  readonly receipt: () => Promise<void>;
}

export function usePaymentVerbs(tracked: () => TrackedPayment): PaymentVerbs {
  const payments = useTrackedPayments();
  const busy = ref<PaymentVerb | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const saved = ref(false);
  // Another state of the payment, and what was said about the one before is over.
  watch(
    () => `${tracked().id} ${tracked().phase}`,
    () => {
      failure.value = null;
      saved.value = false;
    },
  );
  async function run<T>(
    verb: PaymentVerb,
    question: () => Promise<Result<T>>,
    take: (value: T) => void,
  ): Promise<void> {
    if (busy.value !== null) return;
    busy.value = verb;
    failure.value = null;
    saved.value = false;
    const answer = await question();
    busy.value = null;
    if (answer.ok) take(answer.value);
    else failure.value = answer.failure;
  }
  const nothing = (): void => undefined;
  return {
    busy,
    failure,
    saved,
    showPage: () => run('front', () => bridge.payments.showPage({ id: tracked().id }), nothing),
    ask: () => run('ask', () => bridge.payments.ask({ id: tracked().id }), payments.update),
    callOff: () => run('call-off', () => bridge.payments.cancel({ id: tracked().id }), payments.update),
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
