import { useQuery, useQueryCache } from '@pinia/colada';
import { computed, onBeforeUnmount, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { Autopay, AutopayPlan } from '#protocol/api/autopay.ts';
import type { LinkedCard, LinkedCards } from '#protocol/api/payments.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { useConnection, whenConnected } from '../connection/connection.ts';

/** Autopay of a contract and the cards it may pay with. */
export interface AutopayFacts {
  /** Null until known. */
  readonly autopay: ComputedRef<Autopay | null>;
  readonly cards: ComputedRef<readonly LinkedCard[] | null>;
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  readonly retry: () => Promise<void>;
  /** A change is on its way. */
  readonly busy: Readonly<Ref<boolean>>;
  /** Why the last change was refused. */
  readonly refused: Readonly<ShallowRef<Failure | null>>;
  /** True when it holds now. */
  readonly set: (plan: AutopayPlan) => Promise<boolean>;
  readonly stop: () => Promise<void>;
  /** Takes over which cards are left, and asks what autopay became without the one that is gone. */
  readonly unlinked: (left: LinkedCards) => void;
}

export function useAutopay(contractNumber: () => string): AutopayFacts {
  const connection = useConnection();
  const cache = useQueryCache();
  const autopay = useQuery({
    key: () => [...queryKeys.autopay(contractNumber())],
    query: () => valueOf(bridge.autopay.read({ contractNumber: contractNumber() })),
  });
  const cards = useQuery({
    key: [...queryKeys.linkedCards()],
    query: () => valueOf(bridge.cards.list()),
  });
  const failure = computed(() => {
    const error = autopay.error.value ?? cards.error.value;
    return error === null ? null : failureOf(error);
  });
  const again = async (): Promise<void> => {
    await Promise.all([autopay.refetch(), cards.refetch()]);
  };
  const off = whenConnected(() => {
    if (failure.value !== null) void again();
  });
  onBeforeUnmount(off);
  const busy = ref(false);
  const refused = shallowRef<Failure | null>(null);
  async function change(question: () => Promise<Result<Autopay>>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    refused.value = null;
    const answer = await question();
    busy.value = false;
    if (answer.ok) cache.setQueryData([...queryKeys.autopay(contractNumber())], answer.value);
    else refused.value = answer.failure;
    return answer.ok;
  }
  return {
    autopay: computed(() => autopay.data.value ?? null),
    cards: computed(() => cards.data.value?.cards ?? null),
    failure,
    asking: computed(() => [autopay, cards].some(({ asyncStatus }) => asyncStatus.value === 'loading')),
    async retry(): Promise<void> {
      await connection.retry();
      await again();
    },
    busy,
    refused,
    set: (plan) => change(() => bridge.autopay.set({ contractNumber: contractNumber(), ...plan })),
    async stop(): Promise<void> {
      await change(() => bridge.autopay.stop({ contractNumber: contractNumber() }));
    },
    unlinked(left): void {
      cache.setQueryData([...queryKeys.linkedCards()], left);
      void autopay.refetch();
    },
  };
}
