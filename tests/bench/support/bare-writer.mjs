/**
 * Writes rows with the SQLite driver only, without service, query builder or rules: the lower bound of the time.
 */
import { openSqlite } from '../../../operator/platform/database/sqlite-dialect.ts';

/** Rows per statement, the same number as in the service's bulk inserts. */
const ROWS_AT_ONCE = 400;

/** Tables with new rows after a billing day, in the order in which they are written. */
const TABLES = [
  { name: 'ledger_transactions', order: 'id', key: 'id' },
  { name: 'ledger_entries', order: 'id', key: 'id' },
  { name: 'charges', order: 'day, contract_number, package_id', key: 'day' },
  { name: 'events', order: 'id', key: 'id' },
  { name: 'warnings', order: 'contract_number', key: 'last_day' },
];

/**
 * @typedef {object} NewRows
 * @property {string} name
 * @property {string[]} columns
 * @property {unknown[][]} rows
 */

/**
 * @param {string} file a database
 * @returns {Record<string, number | string | null>} the largest key of each table; rows with larger keys are new
 */
export function newestKeys(file) {
  const database = openSqlite(file);
  try {
    return Object.fromEntries(
      TABLES.map(({ name, key }) => {
        const row = /** @type {{ key: number | string | null }} */ (
          database.prepare(`select max(${key}) as key from ${name}`).get()
        );
        return [name, row.key];
      }),
    );
  } finally {
    database.close();
  }
}

/**
 * @param {string} file the same database after the day
 * @param {Record<string, number | string | null>} newest the largest keys before the day
 * @returns {NewRows[]}
 */
export function newRows(file, newest) {
  const database = openSqlite(file);
  try {
    return TABLES.map(({ name, order, key }) => {
      const before = newest[name] ?? null;
      const all = `select * from ${name} ${before === null ? '' : `where ${key} > ?`} order by ${order}`;
      const found = /** @type {Record<string, unknown>[]} */ (
        database.prepare(all).all(...(before === null ? [] : [before]))
      );
      const columns = Object.keys(found[0] ?? {});
      return { name, columns, rows: found.map((row) => columns.map((column) => row[column])) };
    });
  } finally {
    database.close();
  }
}

/**
 * @param {string} file a database that lacks the rows
 * @param {NewRows[]} tables
 * @param {number} transactions number of transactions for all rows
 * @returns {number} ms
 */
export function writeBare(file, tables, transactions) {
  const database = openSqlite(file);
  try {
    /** @type {Map<string, ReturnType<typeof database.prepare>>} */
    const prepared = new Map();
    /** @param {NewRows} table @param {number} count */
    const statement = ({ name, columns }, count) => {
      const key = `${name} ${count}`;
      const known = prepared.get(key);
      if (known !== undefined) return known;
      const row = `(${columns.map(() => '?').join(', ')})`;
      const values = Array.from({ length: count }, () => row).join(', ');
      const made = database.prepare(`insert into ${name} (${columns.join(', ')}) values ${values}`);
      prepared.set(key, made);
      return made;
    };
    const began = performance.now();
    const ends = tables.map(() => 0);
    for (let part = 1; part <= transactions; part += 1) {
      database.exec('begin immediate');
      let newest = Infinity;
      for (const [index, table] of tables.entries()) {
        const { rows, columns } = table;
        const place = columns.indexOf('transaction_id');
        let end = Math.floor((rows.length * part) / transactions);
        // Rows that belong to a ledger transaction are written together with it, as in the billing day.
        if (place !== -1) {
          end = ends[index] ?? 0;
          while (end < rows.length && Number(rows[end]?.[place]) <= newest) end += 1;
        } else if (table.name === 'ledger_transactions') newest = Number(rows[end - 1]?.[columns.indexOf('id')]);
        for (let start = ends[index] ?? 0; start < end; start += ROWS_AT_ONCE) {
          const chunk = rows.slice(start, Math.min(end, start + ROWS_AT_ONCE));
          statement(table, chunk.length).run(chunk.flat());
        }
        ends[index] = end;
      }
      database.exec('commit');
    }
    return performance.now() - began;
  } finally {
    database.close();
  }
}
