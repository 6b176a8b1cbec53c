import { useQuery, useQueryCache } from '@pinia/colada';
import { computed, onBeforeUnmount, type ComputedRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { SignedInDevices } from '#protocol/api/sessions.ts';
import { failureOf, queryKeys, valueOf } from '../../../app/data/queries.ts';
import { bridge } from '../../../bridge.ts';
import { useConnection, whenConnected } from '../../connection/connection.ts';

/** A fact of the account on screen. */
export interface AccountFact<T> {
  /** As the service last answered; null until it did. */
  readonly value: ComputedRef<T | null>;
  /** Why the last question had no answer; null when it had one. */
  readonly failure: ComputedRef<Failure | null>;
  readonly asking: ComputedRef<boolean>;
  /** Tries the line anew and asks again. */
  readonly retry: () => Promise<void>;
  /** Asks again, with what belongs to it: after a change that was not answered with the whole. */
  readonly refresh: () => void;
  /** Takes the value that a change was answered with: nothing is shown as changed before the service says so. */
  readonly put: (value: T) => void;
}

function useFact<T>(key: readonly string[], question: () => Promise<Result<T>>): AccountFact<T> {
  const cache = useQueryCache();
  const connection = useConnection();
  // No event tells what is done to the account on another device: each time a screen opens, the service is asked.
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
      // A query keeps its own failure and shows it.
      cache.invalidateQueries({ key: [...key] }).catch(() => undefined);
    },
    put(value): void {
      cache.setQueryData([...key], value);
    },
  };
}

/** How one gets into the account. */
export const useSecurity = (): AccountFact<AccountSecurity> =>
  useFact(queryKeys.security(), () => bridge.accounts.security());

/** On which devices somebody is signed in. */
export const useDevices = (): AccountFact<SignedInDevices> => useFact(queryKeys.devices(), () => bridge.devices.list());

/** Everything that the account holds of the person. */
export const useAccountData = (): AccountFact<AccountData> =>
  useFact(queryKeys.accountData(), () => bridge.accounts.data());
