import { useInfiniteQuery, useQuery } from '@pinia/colada';
import { computed, onBeforeUnmount, type ComputedRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { Spending, StatementEntry, StatementPage } from '#protocol/api/statement.ts';
import { failureOf, queryKeys, valueOf } from '../../app/data/queries.ts';
import { bridge } from '../../bridge.ts';
import { useConnection, whenConnected } from '../connection/connection.ts';
import { queryOf, type Filters } from './filters.ts';
import { chartSpan, type Period } from './period.ts';

/** The statement of a contract as far as it was read. */
export interface StatementLines {
  /** Null until the first answer. */
  readonly entries: ComputedRef<readonly StatementEntry[] | null>;
  /** Of the first page: sums of the period and the packages to choose from. */
  readonly first: ComputedRef<StatementPage | null>;
  readonly more: ComputedRef<boolean>;
  readonly asking: ComputedRef<boolean>;
  readonly failure: ComputedRef<Failure | null>;
  readonly loadMore: () => void;
  readonly retry: () => Promise<void>;
}

/**
 * Reads page by page; begins anew when the question changes, and when money moved.
 *
 * @param ready false while it is not known yet what to ask for
 */
export function useStatement(
  contractNumber: () => string,
  period: () => Period,
  filters: () => Filters,
  ready: () => boolean,
): StatementLines {
  const connection = useConnection();
  const query = useInfiniteQuery({
    key: () => [...queryKeys.statement(contractNumber(), queryOf(period(), filters()))],
    enabled: ready,
    initialPageParam: null as string | null,
    query: ({ pageParam }) =>
      valueOf(
        bridge.statement.page({
          contractNumber: contractNumber(),
          ...queryOf(period(), filters()),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
      ),
    getNextPageParam: (last) => last.nextCursor,
  });
  const failure = computed(() => (query.error.value === null ? null : failureOf(query.error.value)));
  const stop = whenConnected(() => {
    if (failure.value !== null) void query.refetch();
  });
  onBeforeUnmount(stop);
  const asking = computed(() => query.asyncStatus.value === 'loading');
  return {
    entries: computed(() => query.data.value?.pages.flatMap(({ entries }) => entries) ?? null),
    first: computed(() => query.data.value?.pages[0] ?? null),
    more: computed(() => query.hasNextPage.value),
    asking,
    failure,
    loadMore(): void {
      if (!asking.value && query.hasNextPage.value) void query.loadNextPage();
    },
    async retry(): Promise<void> {
      await connection.retry();
      await query.refetch();
    },
  };
}

/** What was charged in twelve months; null until known. Its failure is the list's: they come and go together. */
export function useSpending(contractNumber: () => string, today: () => string): ComputedRef<Spending | null> {
  const query = useQuery({
    key: () => [...queryKeys.spending(contractNumber(), today())],
    query: () => valueOf(bridge.statement.spending({ contractNumber: contractNumber(), ...chartSpan(today()) })),
    enabled: () => today() !== '',
  });
  return computed(() => query.data.value ?? null);
}
