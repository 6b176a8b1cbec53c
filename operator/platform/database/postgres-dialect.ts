import { PostgresDialect, type Dialect } from 'kysely';

/** Type numbers of PostgreSQL's catalogue (pg_type.dat) whose values pg hands out as text. */
const int8 = 20;
const numeric = 1700;

/** A whole number of the database as a JS number; beyond 2^53 it would silently be another one. */
function safeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond 2^53.`);
  return value;
}

/**
 * Kysely over PostgreSQL. `pg` is loaded on use: the packaged program runs on SQLite and never needs it.
 * @param onIdleError told when an idle connection breaks; the pool replaces it by itself
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
