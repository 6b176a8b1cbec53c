import type { Kysely } from 'kysely';
import type { DemoSubscriber } from '#protocol/api/demo.ts';
import type { Database } from '../../platform/database/schema.ts';
import { demoSubscribers } from './demo-subscribers.ts';

/** Demo data does not belong there. */
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

/** Marks the database as one of demo data. */
export async function markDemo(db: Kysely<Database>, seed: number): Promise<void> {
  await db
    .insertInto('service_state')
    .values({ key: markKey, value: String(seed) })
    .execute();
}

/** True when the database was filled by the demo generator. */
export async function isDemo(db: Kysely<Database>): Promise<boolean> {
  const mark = await db.selectFrom('service_state').select('value').where('key', '=', markKey).executeTakeFirst();
  return mark !== undefined;
}

/** The made-up subscribers, where the database is theirs; null elsewhere. */
export async function readDemoSubscribers(db: Kysely<Database>): Promise<readonly DemoSubscriber[] | null> {
  return (await isDemo(db)) ? demoSubscribers : null;
}

/** True when nobody has put anything into the database yet. */
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
