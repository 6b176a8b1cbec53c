import type { Transaction } from 'kysely';
import type { NewsItem } from '#protocol/api/overview.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Database } from '../../platform/database/schema.ts';

/** Published news that have not expired, newest first. `now`: ms UTC; `today`: the operator's day. */
export async function currentNews(
  trx: Transaction<Database>,
  now: number,
  today: string,
  count: number,
): Promise<NewsItem[]> {
  const rows = await trx
    .selectFrom('news')
    .selectAll()
    .where('published_at', '<=', now)
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', today)]))
    .orderBy('published_at', 'desc')
    .orderBy('id')
    .limit(count)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    title: { ru: row.title_ru, en: row.title_en, sv: row.title_sv },
    summary: { ru: row.summary_ru, en: row.summary_en, sv: row.summary_sv },
    publishedAt: instantOf(row.published_at),
    until: row.until_day,
  }));
}
