import { useQuery } from '@pinia/colada';
import { computed, onBeforeUnmount, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { Payee } from '#protocol/api/payments.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { readPayeeNumber, type PayeeNumberMistake } from '../../format/payee-number.ts';
import { whenConnected } from '../connection/connection.ts';

/** Debounce of the lookup, ms: a card's number may begin like a contract's. */
const restMs = 350;

/** State of the payee field. */
export interface PayeeField {
  /** Entered digits. */
  readonly typed: Ref<string>;
  /** Complete number; null while it is incomplete. */
  readonly number: ComputedRef<string | null>;
  readonly mistake: ComputedRef<PayeeNumberMistake | null>;
  /** The payee; null until known. */
  readonly payee: ComputedRef<Payee | null>;
  readonly checking: ComputedRef<boolean>;
  /** Why the lookup failed. */
  readonly failure: ComputedRef<Failure | null>;
  readonly retry: () => void;
}

/** @param own initial contract number */
export function usePayee(own: () => string): PayeeField {
  const typed = ref(own());
  const asked = ref(own());
  let timer: number | undefined;
  const clear = (): void => {
    window.clearTimeout(timer);
  };
  watch(typed, (digits) => {
    clear();
    timer = window.setTimeout(() => (asked.value = digits), restMs);
  });
  watch(own, (number) => {
    clear();
    typed.value = number;
    asked.value = number;
  });

  const numberOf = (text: string): string | null => {
    const read = readPayeeNumber(text);
    return read.ok ? read.number : null;
  };
  const wanted = computed(() => numberOf(asked.value));
  const query = useQuery({
    key: () => [...queryKeys.payee(wanted.value ?? '')],
    query: () => valueOf(bridge.payments.payee({ number: wanted.value ?? '' })),
    enabled: () => wanted.value !== null,
  });
  const number = computed(() => numberOf(typed.value));
  const settled = computed(() => number.value !== null && number.value === wanted.value);
  const failure = computed(() => (settled.value && query.error.value !== null ? failureOf(query.error.value) : null));
  const stop = whenConnected(() => {
    if (failure.value !== null) void query.refetch();
  });
  onBeforeUnmount(() => {
    clear();
    stop();
  });
  return {
    typed,
    number,
    mistake: computed(() => {
      const read = readPayeeNumber(typed.value);
      return read.ok ? null : read.mistake;
    }),
    payee: computed(() => (settled.value && failure.value === null ? (query.data.value ?? null) : null)),
    checking: computed(() => number.value !== null && (!settled.value || query.asyncStatus.value === 'loading')),
    failure,
    retry: () => void query.refetch(),
  };
}
