/** Wakes whoever waits for events of this process. It carries nothing: the events stand in the database. */
export interface EventSignal {
  /** @returns takes the listener off again */
  subscribe(listener: () => void): () => void;
  notify(): void;
}

export function makeEventSignal(): EventSignal {
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      // A wrapper, so that the same function subscribed twice is two listeners.
      const own = (): void => {
        listener();
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
    notify() {
      for (const listener of listeners) listener();
    },
  };
}
