import { onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { CabinetBridge } from '#protocol/ipc/bridge.ts';
import { bridge } from '../../bridge.ts';
import { useTrackedPayments } from './tracked-payments.ts';

type BeginInput = Parameters<CabinetBridge['payments']['begin']>[0];

/** Beginning a payment. */
export interface Begin {
  readonly busy: Readonly<Ref<boolean>>;
  /** Why none was begun; nothing moved then. */
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** Another payment is under way that this program did not begin: no second one meanwhile. */
  readonly elsewhere: Readonly<Ref<boolean>>;
  readonly begin: (input: BeginInput) => Promise<void>;
  /** The person chose anew, or wants to try again. */
  readonly forget: () => void;
}

/** Once however often it is pressed; a lost answer is main's to find out about, never asked again from here. */
export function useBegin(): Begin {
  const payments = useTrackedPayments();
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const elsewhere = ref(false);
  // Money moved, or a payment came to an end: it may be the one that stood in the way.
  const stop = bridge.data.onChanged(({ topics }) => {
    if (topics.includes('money')) elsewhere.value = false;
  });
  onBeforeUnmount(stop);
  const forget = (): void => {
    failure.value = null;
    elsewhere.value = false;
  };
  return {
    busy,
    failure,
    elsewhere,
    forget,
    async begin(input): Promise<void> {
      if (busy.value || payments.open !== null) return;
      busy.value = true;
      forget();
      const answer = await bridge.payments.begin(input);
      busy.value = false;
      if (answer.ok) payments.update(answer.value);
      else if (answer.failure.code === 'payment-open') elsewhere.value = true;
      else failure.value = answer.failure;
    },
  };
}
