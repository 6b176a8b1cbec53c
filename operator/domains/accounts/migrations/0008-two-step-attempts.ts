import type { Kysely } from 'kysely';

/**
 * Which session turned two-step sign-in on, and with which attempt: when the answer was lost, that session may ask for
 * its recovery codes again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('two_step').addColumn('confirmed_session', 'text').execute();
  await db.schema.alterTable('two_step').addColumn('confirm_attempt', 'integer').execute();
}
