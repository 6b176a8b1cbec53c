import { setTimeout } from 'node:timers/promises';
import type Libsql from 'libsql';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';

type Handle = InstanceType<typeof Libsql>;
type Statement = ReturnType<Handle['prepare']>;

/** Statements kept prepared; the service uses far fewer, bulk inserts of odd sizes come and go. */
const preparedLimit = 256;

/** The native module ends the whole process on a boolean, so a value it does not know never reaches it. */
function bindable(value: unknown): string | number | bigint | null | Uint8Array {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite cannot store a ${typeof value}.`);
}

/** Waits between tries while another process writes, ms; the last one is repeated. In all some ten seconds. */
const busyWaits = [1, 2, 5, 10, 20, 50] as const;
const busyTries = 200;

/**
 * Tries again while another connection holds the write lock. SQLite's own waiting would block this thread, and with
 * it everybody else's requests; so it is switched off and the waiting done here.
 */
async function whenFree<T>(attempt: () => T): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return attempt();
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (!busy || tries >= busyTries) throw error;
      await setTimeout(busyWaits[tries] ?? 50);
    }
  }
}

class SqliteConnection implements DatabaseConnection {
  #database: Handle | null;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Handle) {
    this.#database = database;
  }

  /** The native module ends the process when a closed database is used; here it is an error like any other. */
  get #open(): Handle {
    if (this.#database === null) throw new Error('The database is closed.');
    return this.#database;
  }

  #prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      // Moved to the end: the map is then in the order of last use.
      this.#prepared.delete(sql);
      this.#prepared.set(sql, known);
      return known;
    }
    const statement = this.#open.prepare(sql);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > preparedLimit) {
      const oldest = this.#prepared.keys().next().value;
      if (oldest !== undefined) this.#prepared.delete(oldest);
    }
    return statement;
  }

  async begin(readOnly: boolean): Promise<void> {
    await whenFree(() => {
      this.#open.exec(readOnly ? 'begin' : 'begin immediate');
    });
  }

  commit(): void {
    this.#open.exec('commit');
  }

  /** On a full disk SQLite has rolled back by itself; asking again would hide the real error behind another. */
  rollback(): void {
    if (this.#database?.inTransaction === true) this.#database.exec('rollback');
  }

  close(): void {
    const database = this.#database;
    this.#database = null;
    this.#prepared.clear();
    if (database === null) return;
    try {
      // What is in the log goes into the file, so that the file alone is the whole database.
      database.pragma('wal_checkpoint(truncate)');
    } catch {
      // On a full or damaged disk the log stays beside the file and is read at the next start.
    }
    database.close();
  }

  #run<R>(sql: string, parameters: readonly (string | number | bigint | null | Uint8Array)[]): QueryResult<R> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const parameters = query.parameters.map(bindable);
    // Inside a transaction the lock is held already; waiting there could not help.
    if (this.#open.inTransaction) return this.#run<R>(query.sql, parameters);
    return whenFree(() => this.#run<R>(query.sql, parameters));
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: the caller may run the same SQL again while it reads.
    const rows = this.#open.prepare(query.sql).iterate(query.parameters.map(bindable));
    for (const row of rows) yield await Promise.resolve({ rows: [row as R] });
  }
}

/**
 * SQLite through libsql: one connection, which Kysely hands to one user at a time, so that transactions of one
 * process queue. A writing transaction takes the write lock when it begins: one that began reading could not be
 * made to wait for another process and would fail instead.
 */
export class SqliteDriver implements Driver {
  readonly #openDatabase: () => Handle;
  #connection: SqliteConnection | undefined;

  constructor(openDatabase: () => Handle) {
    this.#openDatabase = openDatabase;
  }

  async init(): Promise<void> {
    this.#connection = await whenFree(() => new SqliteConnection(this.#openDatabase()));
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection === undefined
      ? Promise.reject(new Error('The database is not open.'))
      : Promise.resolve(this.#connection);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await own(connection).begin(settings.accessMode === 'read only');
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return settled(() => {
      own(connection).commit();
    });
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return settled(() => {
      own(connection).rollback();
    });
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return settled(() => this.#connection?.close());
  }
}

function own(connection: DatabaseConnection): SqliteConnection {
  if (!(connection instanceof SqliteConnection)) throw new Error('A connection of another driver.');
  return connection;
}

/** Does it now, and answers as a promise also when it throws. */
function settled(action: () => void): Promise<void> {
  return new Promise((resolve) => {
    action();
    resolve();
  });
}
