import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { Faults } from './faults.ts';
import type { OrderBook } from './order-book.ts';
import { keepSetting, readSetting, type Store } from './store.ts';

/** Who may do what. */
export interface ProviderKeys {
  readonly merchant: string;
  /** Null: nobody plays the outside world. */
  readonly control: string | null;
}

/** The payment system's own clock: the computer's, as far ahead as the operator's. */
export interface ProviderClock {
  /** ms UTC */
  now(): number;
  /** Kept, so that a restart does not go back. */
  setAhead(aheadMs: number): Promise<void>;
}

const AHEAD = 'ahead-ms';

/** @param ahead how far ahead to begin, ms; what was kept unless given */
export async function openProviderClock(db: Store, time: TimeSource, ahead?: number): Promise<ProviderClock> {
  let shift = ahead ?? Number((await readSetting(db, AHEAD)) ?? 0);
  const setAhead = async (aheadMs: number): Promise<void> => {
    await keepSetting(db, AHEAD, String(aheadMs));
    shift = aheadMs;
  };
  if (ahead !== undefined) await setAhead(ahead);
  return { now: () => time() + shift, setAhead };
}

/** What the payment system's routes share. */
export interface ProviderParts {
  readonly keys: ProviderKeys;
  readonly book: OrderBook;
  readonly clock: ProviderClock;
  readonly faults: Faults;
  /** Lets background work look at once at what is due. */
  readonly wake: () => void;
}
