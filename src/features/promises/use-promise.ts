import { useQuery, useQueryCache } from '@pinia/colada';
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { PromiseTerms } from '#protocol/api/promises.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { useConnection, whenConnected } from '../connection/connection.ts';

/** What was taken, to be said until the screen is left. */
export interface TakenPromise {
  readonly amountKopecks: number;
  readonly lastDay: string;
}

export interface PromiseQuery {
  /** Null until the first answer. */
  readonly terms: ComputedRef<PromiseTerms | null>;
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  readonly taking: Readonly<Ref<boolean>>;
  /** Why it could not be taken. */
  readonly refused: Readonly<ShallowRef<Failure | null>>;
  readonly taken: Readonly<ShallowRef<TakenPromise | null>>;
  /** Takes what is on screen, once however often it is pressed. */
  readonly take: () => Promise<void>;
  readonly retry: () => Promise<void>;
}

/** Whether a promised payment may be taken, and taking it. Asked anew whenever money moves. */
export function usePromise(contractNumber: () => string): PromiseQuery {
  const connection = useConnection();
  const cache = useQueryCache();
  const query = useQuery({
    key: () => [...queryKeys.promise(contractNumber())],
    query: () => valueOf(bridge.promises.terms({ contractNumber: contractNumber() })),
    // What is possible depends on the hour as well as on events.
    refetchOnMount: 'always',
  });
  const terms = computed(() => query.data.value ?? null);
  const failure = computed(() => (query.error.value === null ? null : failureOf(query.error.value)));
  const taking = ref(false);
  const refused = shallowRef<Failure | null>(null);
  const taken = shallowRef<TakenPromise | null>(null);
  // What was taken or refused was for the contract before.
  watch(contractNumber, () => {
    taken.value = null;
    refused.value = null;
  });
  const stop = whenConnected(() => {
    // That there was no line is over; what the operator said is not.
    if (refused.value?.code.startsWith('service-')) refused.value = null;
    if (failure.value !== null) void query.refetch();
  });
  onBeforeUnmount(stop);
  return {
    terms,
    failure,
    asking: computed(() => query.asyncStatus.value === 'loading'),
    taking,
    refused,
    taken,
    async take(): Promise<void> {
      const offer = terms.value?.offer;
      if (!offer || taking.value) return;
      taking.value = true;
      refused.value = null;
      const number = contractNumber();
      const { amountKopecks, dueOn, lastDay } = offer;
      const answer = await bridge.promises.request({ contractNumber: number, amountKopecks, dueOn });
      taking.value = false;
      if (answer.ok) {
        if (number === contractNumber()) taken.value = { amountKopecks, lastDay };
        cache.setQueryData([...queryKeys.promise(number)], answer.value);
        return;
      }
      if (number !== contractNumber()) return;
      refused.value = answer.failure;
      // Whatever was on screen is not what the operator has to offer now.
      await query.refetch();
    },
    async retry(): Promise<void> {
      await connection.retry();
      await query.refetch();
    },
  };
}
