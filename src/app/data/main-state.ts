import { shallowRef, type ShallowRef } from 'vue';
import type { Result } from '#protocol/errors/problem.ts';
import type { Unsubscribe } from '#protocol/ipc/bridge.ts';

/** A fact that main holds, as last told. `put` is for the answer to a verb of our own that changed it. */
export interface MainState<T> {
  readonly value: Readonly<ShallowRef<T>>;
  put(next: T): void;
  /** Asks main once; what main told meanwhile by itself is newer and stays. */
  ask(): Promise<void>;
}

/** Follows a fact of main: begins with `first`, then whatever main tells. */
export function followMain<T>(
  first: T,
  question: () => Promise<Result<T>>,
  onChanged: (listener: (next: T) => void) => Unsubscribe,
): MainState<T> {
  const state: ShallowRef<T> = shallowRef(first);
  let told = 0;
  const put = (next: T): void => {
    told += 1;
    state.value = next;
  };
  onChanged(put);
  return {
    value: state,
    put,
    async ask(): Promise<void> {
      const before = told;
      const answer = await question();
      if (answer.ok && told === before) put(answer.value);
    },
  };
}
