import { shallowRef, type ShallowRef } from 'vue';
import type { Result } from '#protocol/errors/problem.ts';
import type { Unsubscribe } from '#protocol/ipc/bridge-types.ts';

/** A value of the main process, as last received. */
export interface MainState<T> {
  readonly value: Readonly<ShallowRef<T>>;
  /** Sets the value from the answer of a verb that changed it. */
  readonly put: (next: T) => void;
  /** Fetches the value once. A message that arrives meanwhile is newer and wins. */
  readonly refresh: () => Promise<void>;
}

/** Follows a value of the main process: starts with `first`, then takes each message. For use inside a store. */
export function followMain<T>(
  first: T,
  fetch: () => Promise<Result<T>>,
  onChanged: (listener: (next: T) => void) => Unsubscribe,
): MainState<T> {
  const state: ShallowRef<T> = shallowRef(first);
  let updates = 0;
  const put = (next: T): void => {
    updates += 1;
    state.value = next;
  };
  onChanged(put);
  return {
    value: state,
    put,
    async refresh(): Promise<void> {
      const before = updates;
      const answer = await fetch();
      if (answer.ok && updates === before) put(answer.value);
    },
  };
}
