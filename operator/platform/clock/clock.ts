import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { operatorDay } from './zone.ts';
import type { TimeSource } from './system-time.ts';

/** Clock used by the whole service. */
export interface Clock {
  /** ms UTC */
  now(): number;
}

/** Clock of a running service. The operator console can move it forward. */
export interface ServiceClock extends Clock {
  /** Current day in the operator's time zone, `YYYY-MM-DD`. */
  today(): string;
  /** Moves the clock forward by `ms` and stores the new offset in the database. */
  advance(ms: number): Promise<void>;
  /** Re-reads the stored offset, which another instance on the same database may have changed. */
  reload(): Promise<void>;
}

const offsetKey = 'clock-offset-ms';

async function storedOffset(db: Kysely<Database>): Promise<number | null> {
  const row = await db.selectFrom('service_state').select('value').where('key', '=', offsetKey).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

/** Stores the offset that makes a fresh database start at `start` (ms UTC). Does nothing when an offset is stored. */
async function beginAt(db: Kysely<Database>, time: TimeSource, start: number): Promise<void> {
  const billed = await db.selectFrom('billing_days').select('day').limit(1).executeTakeFirst();
  if (billed !== undefined) return;
  await db
    .insertInto('service_state')
    .values({ key: offsetKey, value: String(start - time()) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/**
 * Opens the clock on a time source, using the offset stored in the database.
 *
 * @param start initial time (ms UTC) for a fresh database, so that tests and screenshots always show the same day
 */
export async function openClock(
  db: Kysely<Database>,
  time: TimeSource,
  timeZone: string,
  start?: number,
): Promise<ServiceClock> {
  if (start !== undefined) await beginAt(db, time, start);
  let offset = (await storedOffset(db)) ?? 0;
  const now = (): number => time() + offset;
  return {
    now,
    today: () => operatorDay(now(), timeZone),
    async advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError('The clock moves forward by whole milliseconds.');
      offset = await db.transaction().execute(async (trx) => {
        // Insert first to lock the row, so that concurrent advances are added instead of overwritten.
        await trx
          .insertInto('service_state')
          .values({ key: offsetKey, value: '0' })
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('service_state.value') })),
          )
          .execute();
        const moved = ((await storedOffset(trx)) ?? 0) + ms;
        await trx
          .updateTable('service_state')
          .set({ value: String(moved) })
          .where('key', '=', offsetKey)
          .execute();
        return moved;
      });
    },
    async reload() {
      offset = Math.max(offset, (await storedOffset(db)) ?? offset);
    },
  };
}
