import { openCore, type Core } from '../../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../../operator/migrations/index.ts';
import type { DatabaseAddress } from '../../../operator/platform/database/connect.ts';

/** A core on a database of its own whose time stands still until a test moves the clock. For tests alone. */
export interface TestCore {
  readonly core: Core;
  /** Another instance on the same database. */
  another(): Promise<Core>;
  /** Closes every instance and removes the database. */
  close(): Promise<void>;
}

/** The moment of the drawn dashboard. */
export const drawnMoment = Date.parse('2026-11-22T09:45:00+03:00');

/**
 * @param database a fresh one
 * @param start ms UTC at which the clock stands
 */
export async function openTestCore(
  database: { readonly address: DatabaseAddress; remove(): Promise<void> },
  start: number = drawnMoment,
): Promise<TestCore> {
  const open: Core[] = [];
  const another = async (): Promise<Core> => {
    const core = await openCore({ migrations, address: database.address, time: () => start });
    open.push(core);
    return core;
  };
  return {
    core: await another(),
    another,
    async close() {
      for (const core of open) await core.close();
      await database.remove();
    },
  };
}

/** Stands in for the accounts where a test needs none. */
export function noAccount(): Promise<string> {
  return Promise.resolve('nobody');
}
