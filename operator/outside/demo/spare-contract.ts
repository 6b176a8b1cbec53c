import type { Kysely } from 'kysely';
import type { SpareContract } from '#protocol/api/demo.ts';
import type { Database } from '../../platform/database/schema.ts';
import { spareContracts } from '../seed/spare-contracts.ts';

/** Details of a demo contract without an account; null when all are taken or there are none. */
export async function readSpareContract(db: Kysely<Database>): Promise<SpareContract | null> {
  const numbers = spareContracts.map((spare) => spare.number);
  const row = await db
    .selectFrom('contracts')
    .innerJoin('cards', 'cards.contract_number', 'contracts.number')
    .select(['contracts.number', 'surname', 'first_name', 'patronymic', 'cards.number as card'])
    .where('contracts.number', 'in', numbers)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('account_contracts')
            .select('account_id')
            .whereRef('account_contracts.contract_number', '=', 'contracts.number'),
        ),
      ),
    )
    .orderBy('contracts.number')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    contractNumber: row.number,
    surname: row.surname,
    firstName: row.first_name,
    patronymic: row.patronymic ?? '',
    cardNumber: row.card,
  };
}
