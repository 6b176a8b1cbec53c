import type { Kysely } from 'kysely';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { openClock, type ServiceClock } from '../clock/clock.ts';
import { operatorDay } from '../clock/zone.ts';
import { systemTime, type TimeSource } from '../clock/system-time.ts';
import { openDatabase, type DatabaseAddress, type DialectName } from '../database/connect.ts';
import { migrateToLatest, type Migrations } from '../database/migrate.ts';
import type { Database } from '../database/schema.ts';
import { createEventNotifier, type EventNotifier } from '../database/change-notifier.ts';
import { loadProfile } from '../profile/load.ts';

/** Shared dependencies of all parts of the service: database, clock, operator profile. */
export interface Core {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  readonly clock: ServiceClock;
  readonly profile: OperatorProfile;
  /** Notified after each commit that stored events. */
  readonly events: EventNotifier;
  /** Day in the operator's time zone at `ms` (UTC), `YYYY-MM-DD`. */
  dayOf(ms: number): string;
  close(): Promise<void>;
}

export interface CoreOptions {
  readonly address: DatabaseAddress;
  /** All migrations of the service (`operator/migrations`). */
  readonly migrations: Migrations;
  /** Default: system time. */
  readonly time?: TimeSource;
  /** Initial clock time of a fresh database, ms UTC. */
  readonly clockStart?: number | undefined;
  readonly profile?: OperatorProfile;
  /** Called when an idle PostgreSQL connection breaks. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Opens and migrates the database and opens clock and profile. Neither bills nor seeds.
 *
 * @throws `StorageFailure` (`database-newer`, `database-damaged`, `storage-full`)
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const profile = options.profile ?? loadProfile();
  const database = await openDatabase(options.address, options.onIdleError);
  const { db, dialect } = database;
  try {
    await migrateToLatest(db, options.migrations);
    const clock = await openClock(db, options.time ?? systemTime(), profile.timeZone, options.clockStart);
    const dayOf = (ms: number): string => operatorDay(ms, profile.timeZone);
    return { db, dialect, clock, profile, events: createEventNotifier(), dayOf, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}
