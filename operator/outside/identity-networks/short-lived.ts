import type { TimeSource } from '../../platform/clock/system-time.ts';

/** Things kept for a short time under a secret name. */
export interface ShortLived<T> {
  put(name: string, value: T): void;
  peek(name: string): T | undefined;
  /** Gives it out once. */
  take(name: string): T | undefined;
}

const MOST = 10_000;

/** @param lifeMs how long each thing is good */
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
        // In the order of their ends: all live equally long.
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
