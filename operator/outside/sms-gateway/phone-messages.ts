import type { Kysely } from 'kysely';
import type { ShortMessages as PhoneMessages } from '#protocol/api/console.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';

const MOST = 200;

/** Messages sent and received by the gateway, newest first. */
export async function phoneMessages(db: Kysely<Database>): Promise<PhoneMessages['messages']> {
  const sent = await db
    .selectFrom('short_messages')
    .select(['id', 'at', 'phone', 'text'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  const received = await db
    .selectFrom('incoming_messages')
    .select(['id', 'at', 'phone', 'text'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return [
    ...sent.map((row) => ({ ...row, direction: 'out' as const })),
    ...received.map((row) => ({ ...row, direction: 'in' as const })),
  ]
    .sort((a, b) => b.at - a.at || (a.direction === b.direction ? 0 : a.direction === 'out' ? -1 : 1))
    .slice(0, MOST)
    .map((row) => ({ ...row, at: instantOf(row.at) }));
}
