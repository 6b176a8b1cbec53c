import { sql, type Transaction } from 'kysely';
import type { ContractPackage } from '#protocol/api/overview.ts';
import type { Database } from '../../platform/database/schema.ts';

/** A package as shown to subscribers, independent of a contract. */
export type PackageDetails = Omit<ContractPackage, 'endsOn'>;

/** Reads packages by id with their channel counts; unknown ids are left out. */
export async function packageDetails(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<Map<string, PackageDetails>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('packages as p')
    .leftJoin('package_channels as pc', 'pc.package_id', 'p.id')
    .leftJoin('channels as c', 'c.id', 'pc.channel_id')
    .select((eb) => [
      'p.id',
      'p.kind',
      'p.name_ru',
      'p.name_en',
      'p.name_sv',
      'p.monthly_kopecks',
      eb.fn.count<number>('c.id').as('channels'),
      sql<number>`sum(case when c.quality = 'hd' then 1 else 0 end)`.as('hd'),
      sql<number>`sum(case when c.quality = 'uhd' then 1 else 0 end)`.as('uhd'),
    ])
    .where('p.id', 'in', ids)
    .groupBy('p.id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        name: { ru: row.name_ru, en: row.name_en, sv: row.name_sv },
        kind: row.kind,
        channels: row.channels,
        hdChannels: row.hd,
        uhdChannels: row.uhd,
        monthlyKopecks: row.monthly_kopecks,
      },
    ]),
  );
}
