import { useQuery } from '@pinia/colada';
import { computed, onBeforeUnmount, type ComputedRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { ShownOverview } from '#protocol/ipc/state.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { useConnection, whenConnected } from '../connection/connection.ts';

/** What a screen of the overview's facts needs of the query. */
export interface OverviewQuery {
  /** Null until the first answer. */
  readonly shown: ComputedRef<ShownOverview | null>;
  /** Why the last question had no answer; null when it had one. */
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  /** Tries the line anew and asks again. */
  readonly retry: () => Promise<void>;
}

/**
 * The overview of a contract, shared by all who ask for the same one. Asked again when the operator changed it
 * (`followChanges`) and, after figures of the past or a failure, as soon as the line is up again.
 */
export function useOverview(contractNumber: () => string): OverviewQuery {
  const connection = useConnection();
  const query = useQuery({
    key: () => [...queryKeys.overview(contractNumber())],
    query: () => valueOf(bridge.overview.get({ contractNumber: contractNumber() })),
  });
  const shown = computed(() => query.data.value ?? null);
  const failure = computed(() => (query.error.value === null ? null : failureOf(query.error.value)));
  const stale = computed(() => failure.value !== null || shown.value?.freshness.kind === 'cached');
  const stop = whenConnected(() => {
    if (stale.value) void query.refetch();
  });
  onBeforeUnmount(stop);
  return {
    shown,
    failure,
    asking: computed(() => query.asyncStatus.value === 'loading'),
    async retry(): Promise<void> {
      await connection.retry();
      await query.refetch();
    },
  };
}
