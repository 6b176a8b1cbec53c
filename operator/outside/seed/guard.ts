import type { Kysely } from 'kysely';
import type { DemoSubscriber } from '#protocol/api/demo.ts';
import type { Database } from '../../platform/database/schema.ts';
import { demoSubscribers } from './demo-subscribers.ts';

/** Seeding was refused to protect the database. */
export class SeedRefused extends Error {
  readonly reason: 'production' | 'not-empty';
  constructor(reason: 'production' | 'not-empty') {
    super(
      reason === 'production'
        ? 'This service is marked as production; demo data is not put there.'
        : 'The database holds data that is not of the demo; nothing was changed.',
    );
    this.name = 'SeedRefused';
    this.reason = reason;
  }
}

const markKey = 'demo-seed';

/** Marks the database as containing demo data. */
export async function markDemo(db: Kysely<Database>, seed: number): Promise<void> {
  await db
    .insertInto('service_state')
    .values({ key: markKey, value: String(seed) })
    .execute();
}

/** True when the database was seeded with demo data. */
export async function isDemo(db: Kysely<Database>): Promise<boolean> {
  const mark = await db.selectFrom('service_state').select('value').where('key', '=', markKey).executeTakeFirst();
  return mark !== undefined;
}

/** Demo subscribers of a demo database; null otherwise. */
export async function readDemoSubscribers(db: Kysely<Database>): Promise<readonly DemoSubscriber[] | null> {
  return (await isDemo(db)) ? demoSubscribers : null;
}

/** True when the database has no data yet. */
export async function isEmpty(db: Kysely<Database>): Promise<boolean> {
  for (const table of ['contracts', 'accounts', 'packages', 'ledger_transactions'] as const) {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.lit(1).as('one'))
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) return false;
  }
  return true;
}
