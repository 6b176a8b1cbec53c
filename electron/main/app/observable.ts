/** A value that others watch. */
export interface Observable<T> {
  readonly get: () => T;
  /** Tells the watchers, unless the value is the same. */
  readonly set: (value: T) => void;
  /** Calls back on each change; returns how to stop. */
  readonly watch: (listener: (value: T) => void) => () => void;
}

/** Makes a signal; `same` decides what counts as no change (identity by default). */
export function createObservable<T>(first: T, same: (a: T, b: T) => boolean = Object.is): Observable<T> {
  let current = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => current,
    set(value): void {
      if (same(current, value)) return;
      current = value;
      for (const listener of [...listeners]) listener(value);
    },
    watch(listener): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
