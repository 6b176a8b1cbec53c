import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { operatorDay } from './zone.ts';
import type { TimeSource } from './system-time.ts';

/** The one clock of the service. */
export interface Clock {
  /** ms UTC */
  now(): number;
}

/** The clock of a running service: the operator console can move it forward. */
export interface ServiceClock extends Clock {
  /** The operator's day now. */
  today(): string;
  /** Moves forward by `ms` and keeps it in the database, so that a restart does not go back. */
  advance(ms: number): Promise<void>;
  /** Takes over what another instance on the same database has moved. */
  reload(): Promise<void>;
}

const offsetKey = 'clock-offset-ms';

async function storedOffset(db: Kysely<Database>): Promise<number | null> {
  const row = await db.selectFrom('service_state').select('value').where('key', '=', offsetKey).executeTakeFirst();
  return row === undefined ? null : Number(row.value);
}

/** Lets a fresh database begin at `start`, whatever the computer says; one that has a time of its own keeps it. */
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
 * Opens the clock over a time source, with the offset that the database keeps.
 * @param start the moment (ms UTC) at which the clock of a fresh database begins; time passes from there, also
 *   over restarts: tests and pictures need the same day
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
        // Insert first: the row is then locked, and two consoles at once add up rather than overwrite.
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
