import type { Transaction } from 'kysely';
import type { ContractCard, ContractInfo } from '#protocol/api/overview.ts';
import type { Database } from '../../platform/database/schema.ts';

/** The operator's record of the contract; undefined when there is none. */
export async function readRecord(
  trx: Transaction<Database>,
  contractNumber: string,
): Promise<Omit<ContractInfo, 'tariff' | 'status' | 'label'> | undefined> {
  const row = await trx
    .selectFrom('contracts')
    .select(['number', 'surname', 'first_name', 'patronymic', 'address', 'signed_on', 'phone', 'email'])
    .where('number', '=', contractNumber)
    .executeTakeFirst();
  return (
    row && {
      number: row.number,
      holder: { surname: row.surname, firstName: row.first_name, patronymic: row.patronymic },
      address: row.address,
      signedOn: row.signed_on,
      contacts: { phone: row.phone, email: row.email },
    }
  );
}

const cardStates = { active: 'on', blocked: 'off-debt', closed: 'off-debt', suspended: 'off-suspension' } as const;

/** Smart cards of a contract, by number. */
export async function readCards(
  trx: Transaction<Database>,
  contractNumber: string,
  status: ContractInfo['status'],
): Promise<ContractCard[]> {
  const rows = await trx
    .selectFrom('cards')
    .selectAll()
    .where('contract_number', '=', contractNumber)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    number: row.number,
    place: { ru: row.place_ru, en: row.place_en, sv: row.place_sv },
    receiver: row.receiver,
    state: cardStates[status],
  }));
}
