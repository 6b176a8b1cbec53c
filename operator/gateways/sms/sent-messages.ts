import type { Kysely } from 'kysely';
import type { ShortMessages as SentMessages } from '#protocol/http/console.ts';
import { instantOf } from '../../clock/zone.ts';
import type { Database } from '../../database/schema.ts';

const MOST = 200;
const KEPT_MS = 90 * 86_400_000;

/** What the gateway sent, newest first. */
export async function sentMessages(db: Kysely<Database>): Promise<SentMessages['messages']> {
  const rows = await db
    .selectFrom('short_messages')
    .select(['id', 'at', 'phone', 'text'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(({ id, at, phone, text }) => ({ id, at: instantOf(at), phone, text }));
}

/** Forgets messages that nobody looks at any more. */
export async function forgetMessages(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom('short_messages')
    .where('at', '<', now - KEPT_MS)
    .execute();
}
