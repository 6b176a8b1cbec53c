import { useQuery } from '@pinia/colada';
import { computed, onBeforeUnmount, ref, watch, type ComputedRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { LinkedCard, OfferedMethod, TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { useConnection, whenConnected } from '../connection/connection.ts';

/** Debounce of the preview while typing, ms. */
const restMs = 250;

/** Data of the top-up page. */
export interface TopUpFacts {
  /** Null until loaded, and for somebody else's contract. */
  readonly terms: ComputedRef<TopUpTerms | null>;
  readonly methods: ComputedRef<readonly OfferedMethod[] | null>;
  readonly cards: ComputedRef<readonly LinkedCard[]>;
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  readonly retry: () => Promise<void>;
}

/** @param contractNumber null: not an own contract, its terms are not requested */
export function useTopUp(contractNumber: () => string | null): TopUpFacts {
  const connection = useConnection();
  const terms = useQuery({
    key: () => [...queryKeys.topUp(contractNumber() ?? '')],
    query: () => valueOf(bridge.payments.terms({ contractNumber: contractNumber() ?? '' })),
    enabled: () => contractNumber() !== null,
    refetchOnMount: 'always',
  });
  const methods = useQuery({
    key: [...queryKeys.paymentMethods()],
    query: () => valueOf(bridge.payments.methods()),
    // Limits and outages also change without an event.
    refetchOnMount: 'always',
  });
  const cards = useQuery({
    key: [...queryKeys.linkedCards()],
    query: () => valueOf(bridge.cards.list()),
  });
  const asked = (): typeof methods.error.value =>
    methods.error.value ?? (contractNumber() === null ? null : terms.error.value);
  const failure = computed(() => {
    const error = asked();
    return error === null ? null : failureOf(error);
  });
  const again = async (): Promise<void> => {
    await Promise.all([methods.refetch(), contractNumber() === null ? undefined : terms.refetch()]);
  };
  const stop = whenConnected(() => {
    if (failure.value !== null) void again();
  });
  onBeforeUnmount(stop);
  return {
    terms: computed(() => (contractNumber() === null ? null : (terms.data.value ?? null))),
    methods: computed(() => methods.data.value?.methods ?? null),
    // Optional: without linked cards the card number is entered on the payment page.
    cards: computed(() => cards.data.value?.cards ?? []),
    failure,
    asking: computed(() => [terms, methods].some(({ asyncStatus }) => asyncStatus.value === 'loading')),
    async retry(): Promise<void> {
      await connection.retry();
      await again();
    },
  };
}

/** Forecast with and without an amount; null until it is loaded. */
export function usePreview(
  contractNumber: () => string | null,
  amountKopecks: () => number | null,
): ComputedRef<TopUpPreview | null> {
  const rested = ref(amountKopecks());
  let timer: number | undefined;
  watch(amountKopecks, (next, before) => {
    window.clearTimeout(timer);
    // A chosen amount is requested immediately, typing is debounced.
    if (before === null) rested.value = next;
    else timer = window.setTimeout(() => (rested.value = next), restMs);
  });
  onBeforeUnmount(() => {
    window.clearTimeout(timer);
  });
  const query = useQuery({
    key: () => [...queryKeys.topUpPreview(contractNumber() ?? '', rested.value ?? 0)],
    query: () =>
      valueOf(bridge.payments.preview({ contractNumber: contractNumber() ?? '', amountKopecks: rested.value ?? 0 })),
    enabled: () => contractNumber() !== null && rested.value !== null,
  });
  return computed(() => {
    const found = query.data.value ?? null;
    return found !== null && found.amountKopecks === amountKopecks() ? found : null;
  });
}
