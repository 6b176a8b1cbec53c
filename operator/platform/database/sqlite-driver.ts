import { setTimeout } from 'node:timers/promises';
import type Libsql from 'libsql';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';

type Handle = InstanceType<typeof Libsql>;
type Statement = ReturnType<Handle['prepare']>;

/** Size of the prepared statement cache. The service uses far fewer; bulk inserts of odd sizes add transient ones. */
const preparedLimit = 256;

/** Rejects unsupported parameter types: the native module aborts the process on a boolean. */
function bindable(value: unknown): string | number | bigint | null | Uint8Array {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite cannot store a ${typeof value}.`);
}

/** Retry delays while another process holds the write lock, ms; the last one repeats. About ten seconds in total. */
const busyWaits = [1, 2, 5, 10, 20, 50] as const;
const busyTries = 200;

/**
 * Retries while another connection holds the write lock. SQLite's built-in wait would block this thread and all other
 * requests, so it is disabled.
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

  /** Throws when closed: the native module aborts the process when a closed database is used. */
  get #open(): Handle {
    if (this.#database === null) throw new Error('The database is closed.');
    return this.#database;
  }

  #prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) {
      // Re-insert to keep the map in least-recently-used order.
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

  /** On a full disk SQLite has already rolled back; a second rollback would hide the original error. */
  rollback(): void {
    if (this.#database?.inTransaction === true) this.#database.exec('rollback');
  }

  close(): void {
    const database = this.#database;
    this.#database = null;
    this.#prepared.clear();
    if (database === null) return;
    try {
      // Merge the WAL into the file, so that the file alone is the complete database.
      database.pragma('wal_checkpoint(truncate)');
    } catch {
      // On a full or damaged disk the WAL file remains and is read at the next start.
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
    // Inside a transaction the lock is already held; waiting would not help.
    if (this.#open.inTransaction) return this.#run<R>(query.sql, parameters);
    return whenFree(() => this.#run<R>(query.sql, parameters));
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // Not cached: the caller may run the same SQL again while iterating.
    const rows = this.#open.prepare(query.sql).iterate(query.parameters.map(bindable));
    for (const row of rows) yield await Promise.resolve({ rows: [row as R] });
  }
}

/**
 * SQLite driver on libsql. One connection, which Kysely hands to one user at a time, so transactions of one process
 * queue. A writing transaction takes the write lock when it begins: a read transaction cannot be upgraded while another
 * process writes and would fail.
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

/** Runs `action` synchronously; a thrown error becomes a rejected promise. */
function settled(action: () => void): Promise<void> {
  return new Promise((resolve) => {
    action();
    resolve();
  });
}
