import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { Faults } from './faults.ts';
import type { OrderBook } from './order-book.ts';
import { keepSetting, readSetting, type Store } from './store.ts';

/** API keys by role. */
export interface ProviderKeys {
  readonly merchant: string;
  /** Null: the control API is disabled. */
  readonly control: string | null;
}

/** Clock of the payment system: system time plus the operator's offset. */
export interface ProviderClock {
  /** ms UTC */
  now(): number;
  /** Stores the offset, so that a restart does not go back. */
  setAhead(aheadMs: number): Promise<void>;
}

const AHEAD = 'ahead-ms';

/** @param ahead initial offset, ms; default: the stored one */
export async function openProviderClock(db: Store, time: TimeSource, ahead?: number): Promise<ProviderClock> {
  let shift = ahead ?? Number((await readSetting(db, AHEAD)) ?? 0);
  const setAhead = async (aheadMs: number): Promise<void> => {
    await keepSetting(db, AHEAD, String(aheadMs));
    shift = aheadMs;
  };
  if (ahead !== undefined) await setAhead(ahead);
  return { now: () => time() + shift, setAhead };
}

/** Shared dependencies of the payment system's routes. */
export interface ProviderParts {
  readonly keys: ProviderKeys;
  readonly book: OrderBook;
  readonly clock: ProviderClock;
  readonly faults: Faults;
  /** Wakes the background worker. */
  readonly wake: () => void;
}
