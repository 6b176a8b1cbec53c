import { openCore, type Core } from '../../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../../operator/migrations/index.ts';
import type { DatabaseAddress } from '../../../operator/platform/database/connect.ts';

/** A core on a separate database with a fixed clock that the test moves. */
export interface TestCore {
  readonly core: Core;
  /** Another instance on the same database. */
  another(): Promise<Core>;
  /** Closes every instance and removes the database. */
  close(): Promise<void>;
}

/** The instant of the dashboard's reference design. */
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

/** Stub of the accounts for tests that need none. */
export function noAccount(): Promise<string> {
  return Promise.resolve('nobody');
}
