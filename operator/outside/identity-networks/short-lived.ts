import type { TimeSource } from '../../platform/clock/system-time.ts';

/** Expiring values by secret name. */
export interface ShortLived<T> {
  put(name: string, value: T): void;
  peek(name: string): T | undefined;
  /** Returns and removes a value. */
  take(name: string): T | undefined;
}

const MOST = 10_000;

/** @param lifeMs lifetime of each value, ms */
export function shortLived<T>(lifeMs: number, time: TimeSource): ShortLived<T> {
  const kept = new Map<string, { value: T; until: number }>();
  const peek = (name: string): T | undefined => {
    const found = kept.get(name);
    return found !== undefined && found.until > time() ? found.value : undefined;
  };
  return {
    put(name, value) {
      const now = time();
      for (const [old, { until }] of kept) {
        // Ordered by expiry: all lifetimes are equal.
        if (until > now && kept.size < MOST) break;
        kept.delete(old);
      }
      kept.delete(name);
      kept.set(name, { value, until: now + lifeMs });
    },
    peek,
    take(name) {
      const value = peek(name);
      kept.delete(name);
      return value;
    },
  };
}
