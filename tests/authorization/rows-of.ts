import type { Kysely } from 'kysely';
import type { Core } from '../../operator/platform/lifecycle/core.ts';
import type { Database } from '../../operator/platform/database/schema.ts';

/** Owner columns and a person's values in them. Matching by column covers new tables automatically. */
function ownersOf(person: Belongings): Readonly<Record<string, readonly string[]>> {
  return {
    account_id: [person.accountId],
    contract_number: person.contracts,
    session_id: person.sessionIds,
    email: [person.email],
    recipient: [person.email],
  };
}

export interface Belongings {
  readonly accountId: string;
  readonly email: string;
  readonly contracts: readonly string[];
  readonly sessionIds: readonly string[];
}

/**
 * All rows of a person, by table, as text. Table and column names are read from the database, not from the types.
 * Test helper.
 */
export async function rowsOf(core: Core, person: Belongings): Promise<Record<string, string[]>> {
  const db = core.db as unknown as Kysely<Record<string, Record<string, string>>>;
  const rows: Record<string, string[]> = {};
  const look = async (table: string, column: string, values: readonly string[]): Promise<void> => {
    if (values.length === 0) return;
    const found = await db.selectFrom(table).selectAll().where(column, 'in', values).execute();
    (rows[table] ??= []).push(...found.map((row) => JSON.stringify(row)).sort());
  };
  const owners = ownersOf(person);
  for (const { name, columns } of await core.db.introspection.getTables()) {
    for (const column of columns) {
      const values = owners[column.name];
      // Ledger accounts have numeric ids and are handled below.
      if (values && /text/i.test(column.dataType)) await look(name, column.name, values);
    }
  }
  await look('accounts', 'id', [person.accountId]);
  await look('contracts', 'number', person.contracts);
  await look('sessions', 'id', person.sessionIds);
  const entries = await core.db
    .selectFrom('ledger_entries')
    .innerJoin('ledger_accounts', 'ledger_accounts.id', 'ledger_entries.account_id')
    .select((eb) => ['code', eb.fn.countAll<number>().as('entries'), eb.fn.sum<number>('amount_kopecks').as('sum')])
    .where('contract_number', 'in', person.contracts)
    .groupBy('code')
    .orderBy('code')
    .execute();
  rows['ledger_entries'] = entries.map((row) => JSON.stringify(row));
  return rows;
}

/** Tables with rows of every signed-in subscriber: finding none there means that the search is broken. */
export const tablesOfASubscriber: readonly (keyof Database)[] = [
  'accounts',
  'account_contracts',
  'contracts',
  'cards',
  'sessions',
  'access_tokens',
  'refresh_tokens',
  'ledger_entries',
];
