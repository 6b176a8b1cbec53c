import { PostgresDialect, type Dialect } from 'kysely';

/** Type OIDs (pg_type.dat) that pg returns as text. */
const int8 = 20;
const numeric = 1700;

/** Parses a database integer. Throws beyond 2^53, where it would silently lose precision. */
function safeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond 2^53.`);
  return value;
}

/**
 * Kysely dialect for PostgreSQL. Loads `pg` lazily: the packaged app runs on SQLite and never needs it.
 *
 * @param onIdleError called when an idle connection breaks; the pool replaces the connection
 */
export function postgresDialect(url: string, onIdleError: (error: Error) => void): Dialect {
  return new PostgresDialect({
    pool: async () => {
      const { default: pg } = await import('pg');
      const types = new pg.TypeOverrides();
      types.setTypeParser(int8, safeNumber);
      types.setTypeParser(numeric, safeNumber);
      const pool = new pg.Pool({
        connectionString: url,
        max: 10,
        connectionTimeoutMillis: 10_000,
        types,
      });
      pool.on('error', onIdleError);
      return pool;
    },
  });
}
