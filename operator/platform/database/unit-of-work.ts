import { sql, type Kysely, type Transaction } from 'kysely';
import { events, type OperatorEvent } from '#protocol/events/events.ts';
import { bulkInsert } from './bulk.ts';
import type { EventNotifier } from './change-notifier.ts';
import type { DialectName } from './connect.ts';
import { dialectOf } from './dialect.ts';
import { reserveIds } from './ids.ts';
import type { Database } from './schema.ts';

type WithoutEnvelope<E> = E extends OperatorEvent ? Omit<E, 'id' | 'at'> : never;
/** An event before storage; `id` and `at` are added when the transaction ends. */
export type NewEvent = WithoutEnvelope<OperatorEvent>;

/** Dependencies of a transaction; `Core` implements it. */
export interface TransactionContext {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  readonly clock: { now(): number };
  /** Notified after a commit that stored events. */
  readonly events: Pick<EventNotifier, 'notify'>;
  /** Day in the operator's time zone at `ms` (UTC), `YYYY-MM-DD`. */
  dayOf(ms: number): string;
}

/** One database transaction together with its events: everything is stored or nothing is. */
export interface UnitOfWork {
  readonly trx: Transaction<Database>;
  /** Start time of the transaction, ms UTC; constant throughout. */
  readonly now: number;
  /** Day of `now` in the operator's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /**
   * Emits an event (at ms UTC), stored in the same transaction.
   *
   * @param accountId the account that receives it, for events whose declared audience is an account
   * @throws Error when an account is given for a contract event, or missing for an account event
   */
  emit(at: number, event: NewEvent, accountId?: string): void;
}

interface EmittedEvent {
  readonly at: number;
  readonly event: NewEvent;
  readonly accountId: string | null;
}

/** Advisory lock key; unique among the advisory locks in this database. */
const eventsLock = 0x70c_e7e;

async function storeEvents(trx: Transaction<Database>, events: readonly EmittedEvent[]): Promise<void> {
  if (events.length === 0) return;
  // Ids must become visible in order: a reader that saw 7 never requests 6 again. So a transaction that stores events
  // holds this lock until its commit. It is taken last, to avoid deadlocks.
  if (dialectOf(trx) === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(eventsLock)})`.execute(trx);
  const ids = await reserveIds(trx, 'events', events.length);
  await bulkInsert(
    trx,
    'events',
    events.map(({ at, event, accountId }, index) => {
      const { type, contractNumber, ...rest } = event;
      // For an account event the contract number is part of the data, not the audience.
      const data = accountId === null ? rest : { ...rest, contractNumber };
      return {
        id: ids[index] ?? 0,
        at,
        type,
        contract_number: accountId === null ? contractNumber : null,
        account_id: accountId,
        data: JSON.stringify(data),
      };
    }),
  );
}

/** Runs `work` in one writing transaction and notifies `core.events` after the commit. */
export async function inTransaction<T>(core: TransactionContext, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  const emitted: EmittedEvent[] = [];
  const value = await core.db.transaction().execute(async (trx) => {
    const now = core.clock.now();
    const result = await work({
      trx,
      now,
      today: core.dayOf(now),
      emit: (at, event, accountId) => {
        if ((accountId === undefined) !== (events[event.type].audience === 'contract')) {
          throw new Error(`${event.type}: the audience is ${events[event.type].audience}`);
        }
        emitted.push({ at, event, accountId: accountId ?? null });
      },
    });
    await storeEvents(trx, emitted);
    return result;
  });
  if (emitted.length > 0) core.events.notify();
  return value;
}

/** Runs `work` in a read transaction with a consistent snapshot. */
export async function inSnapshot<T>(
  core: TransactionContext,
  read: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const transaction = core.db.transaction().setAccessMode('read only');
  // SQLite transactions are always snapshots and have no isolation levels.
  return core.dialect === 'postgres'
    ? transaction.setIsolationLevel('repeatable read').execute(read)
    : transaction.execute(read);
}
