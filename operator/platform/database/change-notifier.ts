/**
 * In-process notification that new events were committed. Carries no data: subscribers read the events from the
 * database.
 */
export interface EventNotifier {
  /** @returns function that unsubscribes the listener */
  subscribe(listener: () => void): () => void;
  notify(): void;
}

export function createEventNotifier(): EventNotifier {
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      // Wrapped, so that a function subscribed twice counts as two listeners.
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
