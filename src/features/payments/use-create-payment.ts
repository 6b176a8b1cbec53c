import { onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { CabinetBridge } from '#protocol/ipc/bridge-types.ts';
import { bridge } from '../../bridge.ts';
import { useTrackedPayments } from './tracked-payments.ts';

type PaymentInput = Parameters<CabinetBridge['payments']['start']>[0];

/** State and actions of `useCreatePayment`. */
export interface CreatePayment {
  readonly busy: Readonly<Ref<boolean>>;
  /** Why no payment was created; no money moved. */
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** True while a payment started elsewhere is open; no other can be created. */
  readonly openElsewhere: Readonly<Ref<boolean>>;
  readonly create: (input: PaymentInput) => Promise<void>;
  /** Clears the last failure, when the person edits the form or tries again. */
  readonly reset: () => void;
}

/**
 * Creates a payment. Ignores calls while one is in flight. Does not retry: the main process resolves lost answers.
 */
export function useCreatePayment(): CreatePayment {
  const payments = useTrackedPayments();
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const openElsewhere = ref(false);
  // The payment that blocked this one may have become final.
  const stop = bridge.data.onChanged(({ topics }) => {
    if (topics.includes('money')) openElsewhere.value = false;
  });
  onBeforeUnmount(stop);
  const reset = (): void => {
    failure.value = null;
    openElsewhere.value = false;
  };
  return {
    busy,
    failure,
    openElsewhere,
    reset,
    async create(input): Promise<void> {
      if (busy.value || payments.open !== null) return;
      busy.value = true;
      reset();
      const answer = await bridge.payments.start(input);
      busy.value = false;
      if (answer.ok) payments.update(answer.value);
      else if (answer.failure.code === 'payment-open') openElsewhere.value = true;
      else failure.value = answer.failure;
    },
  };
}
