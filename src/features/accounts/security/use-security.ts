import { useQuery, useQueryCache } from '@pinia/colada';
import { computed, onBeforeUnmount, type ComputedRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { SignedInDevices } from '#protocol/api/sessions.ts';
import { failureOf, queryKeys, valueOf } from '../../../app/data/queries.ts';
import { bridge } from '../../../bridge.ts';
import { useConnection, whenConnected } from '../../connection/connection.ts';

/** A query about the account. */
export interface AccountFact<T> {
  /** Last answer of the service; null before the first. */
  readonly value: ComputedRef<T | null>;
  /** Failure of the last request; null after a success. */
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  /** Reconnects and fetches again. */
  readonly retry: () => Promise<void>;
  /** Invalidates the query, after a change whose answer was not the whole value. */
  readonly refresh: () => void;
  /** Stores the value that a change was answered with. */
  readonly put: (value: T) => void;
}

function useFact<T>(key: readonly string[], question: () => Promise<Result<T>>): AccountFact<T> {
  const cache = useQueryCache();
  const connection = useConnection();
  // No event tells of changes on another device: fetched each time a screen opens.
  const query = useQuery({ key: [...key], query: () => valueOf(question()), refetchOnMount: 'always' });
  const failure = computed(() => (query.error.value === null ? null : failureOf(query.error.value)));
  const stop = whenConnected(() => {
    if (failure.value !== null) void query.refetch();
  });
  onBeforeUnmount(stop);
  return {
    value: computed(() => query.data.value ?? null),
    failure,
    asking: computed(() => query.asyncStatus.value === 'loading'),
    async retry(): Promise<void> {
      await connection.retry();
      await query.refetch();
    },
    refresh(): void {
      // The query stores its own failure.
      cache.invalidateQueries({ key: [...key] }).catch(() => undefined);
    },
    put(value): void {
      cache.setQueryData([...key], value);
    },
  };
}

/** Ways to sign in to the account. */
export const useSecurity = (): AccountFact<AccountSecurity> =>
  useFact(queryKeys.security(), () => bridge.accounts.security());

/** Signed-in devices. */
export const useDevices = (): AccountFact<SignedInDevices> => useFact(queryKeys.devices(), () => bridge.devices.list());

/** All personal data of the account. */
export const useAccountData = (): AccountFact<AccountData> =>
  useFact(queryKeys.accountData(), () => bridge.accounts.data());
