import { topics, type Topic } from '#protocol/topics.ts';

/** Collects which data on screen is stale, so that one payment refetches each query once. */
export interface DataChanges {
  /** @param contractNumber the contract the change is about; null: any */
  add(topics: readonly Topic[], contractNumber: string | null): void;
}

/** Changes that follow each other within this time are one. */
const QUIET_MS = 120;
/** Changes that keep coming are sent at least this often. */
const LONGEST_MS = 600;

/**
 * @param ports.send tells the renderer
 * @param ports.locked while locked only changes of the operator's profile are sent; unlocking fetches the rest anew
 * @param ports.later calls back after ms; returns how to cancel
 * @param ports.now ms of a steady clock
 */
export function createDataChanges(ports: {
  readonly send: (change: { topics: Topic[]; contractNumber: string | null }) => void;
  readonly locked: () => boolean;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly now: () => number;
}): DataChanges {
  /** Stale topics by contract; the key null is all contracts. */
  const stale = new Map<string | null, Set<Topic>>();
  let cancel: (() => void) | null = null;
  let since = 0;

  const flush = (): void => {
    cancel = null;
    const changes = [...stale];
    stale.clear();
    const locked = ports.locked();
    const everywhere = changes.find(([contract]) => contract === null)?.[1] ?? new Set<Topic>();
    for (const [contractNumber, of] of changes) {
      // What is stale for every contract covers each of them.
      const covered = (one: Topic): boolean => contractNumber !== null && everywhere.has(one);
      const rest = topics.filter((one) => of.has(one) && !covered(one) && (!locked || one === 'profile'));
      if (rest.length > 0) ports.send({ topics: rest, contractNumber });
    }
  };

  return {
    add(changed, contractNumber): void {
      if (changed.length === 0) return;
      const known = stale.get(contractNumber) ?? new Set<Topic>();
      for (const one of changed) known.add(one);
      stale.set(contractNumber, known);
      const now = ports.now();
      if (cancel === null) since = now;
      cancel?.();
      cancel = ports.later(Math.min(QUIET_MS, Math.max(0, since + LONGEST_MS - now)), flush);
    },
  };
}
