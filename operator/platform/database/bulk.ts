import { CompiledQuery, type Insertable, type Transaction } from 'kysely';
import { dialectOf } from './dialect.ts';
import type { Database } from './schema.ts';

type ColumnType = 'bigint' | 'text';

/** Columns of the tables that are filled in bulk, with their types for PostgreSQL. */
const columnsOf = {
  contracts: {
    number: 'text',
    surname: 'text',
    first_name: 'text',
    patronymic: 'text',
    address: 'text',
    signed_on: 'text',
    status: 'text',
    status_since: 'bigint',
    resumes_on: 'text',
    phone: 'text',
    email: 'text',
  },
  contract_packages: { contract_number: 'text', package_id: 'text', starts_on: 'text', ends_on: 'text' },
  cards: {
    number: 'text',
    contract_number: 'text',
    place_ru: 'text',
    place_en: 'text',
    place_sv: 'text',
    receiver: 'text',
  },
  channels: { id: 'bigint', position: 'bigint', name: 'text', genre: 'text', quality: 'text' },
  package_channels: { package_id: 'text', channel_id: 'bigint' },
  ledger_accounts: { id: 'bigint', kind: 'text', code: 'text', contract_number: 'text' },
  ledger_transactions: {
    id: 'bigint',
    kind: 'text',
    at: 'bigint',
    day: 'text',
    method: 'text',
    idempotency_key: 'text',
  },
  ledger_entries: {
    id: 'bigint',
    transaction_id: 'bigint',
    account_id: 'bigint',
    amount_kopecks: 'bigint',
    package_id: 'text',
  },
  ledger_checkpoints: {
    account_id: 'bigint',
    through_transaction_id: 'bigint',
    through_day: 'text',
    entries: 'bigint',
    lines: 'bigint',
    balance_kopecks: 'bigint',
    in_kopecks: 'bigint',
    packages: 'text',
    earliest_day: 'text',
  },
  charges: {
    day: 'text',
    contract_number: 'text',
    package_id: 'text',
    monthly_kopecks: 'bigint',
    amount_kopecks: 'bigint',
    transaction_id: 'bigint',
  },
  events: {
    id: 'bigint',
    at: 'bigint',
    contract_number: 'text',
    account_id: 'text',
    type: 'text',
    data: 'text',
  },
  warnings: { contract_number: 'text', last_day: 'text', days_left: 'bigint' },
} as const satisfies { readonly [T in keyof Database]?: { readonly [C in keyof Database[T]]: ColumnType } };

export type BulkTable = keyof typeof columnsOf;

/** Rows per statement on SQLite. Larger batches gain nothing; SQLite allows at most 32,766 values. */
const sqliteRows = 400;

/** Cache of SQL texts by shape: building one costs as much as running it. */
const statements = new Map<string, string>();

function sqliteInsert(table: BulkTable, columns: readonly string[], rows: number): string {
  const key = `${table} ${rows}`;
  let text = statements.get(key);
  if (text === undefined) {
    const row = `(${columns.map(() => '?').join(', ')})`;
    text = `insert into ${table} (${columns.join(', ')}) values ${Array<string>(rows).fill(row).join(', ')}`;
    // Cache only full chunks; the size of the last chunk rarely repeats.
    if (rows === sqliteRows) statements.set(key, text);
  }
  return text;
}

/**
 * Inserts many rows with few statements: multi-row VALUES on SQLite, arrays through `unnest` on PostgreSQL. Bypasses
 * Kysely's query builder, which takes longer for a thousand rows than the database does.
 */
export async function bulkInsert<T extends BulkTable>(
  trx: Transaction<Database>,
  table: T,
  rows: readonly Insertable<Database[T]>[],
): Promise<void> {
  if (rows.length === 0) return;
  const types: Readonly<Record<string, ColumnType>> = columnsOf[table];
  const columns = Object.keys(types);
  const values = rows as readonly Readonly<Record<string, unknown>>[];
  if (dialectOf(trx) === 'postgres') {
    const arrays = columns.map((column, index) => `$${index + 1}::${types[column] ?? 'text'}[]`).join(', ');
    const text = `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays})`;
    await trx.executeQuery(
      CompiledQuery.raw(
        text,
        columns.map((column) => values.map((row) => row[column] ?? null)),
      ),
    );
    return;
  }
  for (let start = 0; start < values.length; start += sqliteRows) {
    const chunk = values.slice(start, start + sqliteRows);
    const parameters: unknown[] = [];
    for (const row of chunk) for (const column of columns) parameters.push(row[column] ?? null);
    await trx.executeQuery(CompiledQuery.raw(sqliteInsert(table, columns, chunk.length), parameters));
  }
}
