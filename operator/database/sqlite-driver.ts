import Libsql from 'libsql';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';

type Handle = InstanceType<typeof Libsql>;
type Statement = ReturnType<Handle['prepare']>;

/** Statements kept prepared; the service uses far fewer, bulk inserts of odd sizes come and go. */
const preparedLimit = 256;

/** The native module ends the whole process on a boolean, so a value it does not know never reaches it. */
function bindable(value: unknown): string | number | bigint | null | Uint8Array {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`SQLite cannot store a ${typeof value}.`);
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Handle;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Handle) {
    this.#database = database;
  }

  #prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      // Moved to the end: the map is then in the order of last use.
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > preparedLimit) {
      const oldest = this.#prepared.keys().next().value;
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    return statement;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  control(
    sql: 'begin' | 'begin immediate' | 'commit' | 'rollback' | `${'savepoint' | 'rollback to' | 'release'} ${string}`,
  ): void {
    this.#database.exec(sql);
  }

  // eslint wants no async without await; the driver's contract wants a promise that also carries thrown errors.
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return new Promise((resolve) => {
      const statement = this.#prepare(query.sql);
      const parameters = query.parameters.map(bindable);
      if (statement.reader) {
        resolve({ rows: statement.all(parameters) as R[] });
        return;
      }
      const { changes, lastInsertRowid } = statement.run(parameters);
      resolve({ rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) });
    });
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: the caller may run the same SQL again while it reads.
    const rows = this.#database.prepare(query.sql).iterate(query.parameters.map(bindable));
    for (const row of rows) yield await Promise.resolve({ rows: [row as R] });
  }
}

/**
 * SQLite through libsql: one connection, which Kysely hands to one user at a time, so that transactions of one
 * process queue. A writing transaction takes the write lock when it begins: one that began reading could not be
 * made to wait for another process and would fail instead.
 */
export class SqliteDriver implements Driver {
  readonly #open: () => Handle;
  #database: Handle | undefined;
  #connection: SqliteConnection | undefined;

  constructor(open: () => Handle) {
    this.#open = open;
  }

  init(): Promise<void> {
    this.#database = this.#open();
    this.#connection = new SqliteConnection(this.#database);
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    if (this.#connection === undefined) throw new Error('The database is not open.');
    return Promise.resolve(this.#connection);
  }

  #own(connection: DatabaseConnection): SqliteConnection {
    if (!(connection instanceof SqliteConnection)) throw new Error('A connection of another driver.');
    return connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    this.#own(connection).control(settings.accessMode === 'read only' ? 'begin' : 'begin immediate');
    return Promise.resolve();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#own(connection).control('commit');
    return Promise.resolve();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const own = this.#own(connection);
    // On a full disk SQLite has rolled back by itself; asking again would hide the real error behind another.
    if (own.inTransaction) own.control('rollback');
    return Promise.resolve();
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    this.#database?.close();
    this.#database = undefined;
    this.#connection = undefined;
    return Promise.resolve();
  }
}
