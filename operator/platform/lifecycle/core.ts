import type { Kysely } from 'kysely';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { openClock, type ServiceClock } from '../clock/clock.ts';
import { operatorDay } from '../clock/zone.ts';
import { systemTime, type TimeSource } from '../clock/system-time.ts';
import { openDatabase, type DatabaseAddress, type DialectName } from '../database/connect.ts';
import { migrateToLatest, type Migrations } from '../database/migrate.ts';
import type { Database } from '../database/schema.ts';
import { makeEventSignal, type EventSignal } from '../database/change-notifier.ts';
import { loadProfile } from '../profile/load.ts';

/** What every part of the service is given: its database, its one clock, its profile. */
export interface Core {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  readonly clock: ServiceClock;
  readonly profile: OperatorProfile;
  /** Woken after each commit that stored events. */
  readonly events: EventSignal;
  /** The operator's day of a moment (ms UTC). */
  dayOf(ms: number): string;
  close(): Promise<void>;
}

export interface CoreOptions {
  readonly address: DatabaseAddress;
  /** Every migration of the service (`operator/migrations`). */
  readonly migrations: Migrations;
  /** The computer's time unless given. */
  readonly time?: TimeSource;
  /** The moment (ms UTC) at which a fresh database's clock begins. */
  readonly clockStart?: number | undefined;
  readonly profile?: OperatorProfile;
  /** Told when an idle connection to PostgreSQL breaks. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * Opens database, clock and profile, and migrates. Bills nothing and seeds nothing.
 * Errors: `StorageFailure` (`database-newer`, `database-damaged`, `storage-full`).
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const profile = options.profile ?? loadProfile();
  const database = await openDatabase(options.address, options.onIdleError);
  const { db, dialect } = database;
  try {
    await migrateToLatest(db, options.migrations);
    const clock = await openClock(db, options.time ?? systemTime(), profile.timeZone, options.clockStart);
    const dayOf = (ms: number): string => operatorDay(ms, profile.timeZone);
    return { db, dialect, clock, profile, events: makeEventSignal(), dayOf, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}
