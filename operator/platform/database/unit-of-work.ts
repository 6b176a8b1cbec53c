import { sql, type Kysely, type Transaction } from 'kysely';
import { events, type OperatorEvent } from '#protocol/events/events.ts';
import { bulkInsert } from './bulk.ts';
import type { EventSignal } from './change-notifier.ts';
import type { DialectName } from './connect.ts';
import { dialectOf } from './dialect.ts';
import { reserveIds } from './ids.ts';
import type { Database } from './schema.ts';

type WithoutEnvelope<E> = E extends OperatorEvent ? Omit<E, 'id' | 'at'> : never;
/** An event as its cause tells it; id and storing are done when the work ends. */
export type NewEvent = WithoutEnvelope<OperatorEvent>;

/** What a transaction needs of the service; `Core` is one. */
export interface TransactionContext {
  readonly db: Kysely<Database>;
  readonly dialect: DialectName;
  readonly clock: { now(): number };
  /** Notified after a commit that stored events. */
  readonly events: Pick<EventSignal, 'notify'>;
  /** The operator's day of a moment (ms UTC). */
  dayOf(ms: number): string;
}

/** One piece of work on the database: all of it happens, with its events, or nothing. */
export interface UnitOfWork {
  readonly trx: Transaction<Database>;
  /** The moment at which the work began, ms UTC; one moment for all of it. */
  readonly now: number;
  /** The operator's day of `now`. */
  readonly today: string;
  /**
   * Emits an event (at ms UTC), stored in the same transaction.
   *
   * @param accountId the account that receives it, for events whose declared audience is an account
   * @throws Error when an account is given for an event of a contract, or missing for one of an account
   */
  emit(at: number, event: NewEvent, accountId?: string): void;
}

interface ToldEvent {
  readonly at: number;
  readonly event: NewEvent;
  readonly accountId: string | null;
}

/** Any number that no other use of advisory locks in this database has. */
const eventsLock = 0x70c_e7e;

async function storeEvents(trx: Transaction<Database>, events: readonly ToldEvent[]): Promise<void> {
  if (events.length === 0) return;
  // Ids have to become visible in their order: a reader who saw 7 never asks for 6 again. So whoever stores events
  // holds this lock until its commit. It is taken last, when no other lock is waited for any more.
  if (dialectOf(trx) === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(eventsLock)})`.execute(trx);
  const ids = await reserveIds(trx, 'events', events.length);
  await bulkInsert(
    trx,
    'events',
    events.map(({ at, event, accountId }, index) => {
      const { type, contractNumber, ...rest } = event;
      // For an account alone, the contract is a part of what is told, not whom it is told to.
      const told = accountId === null ? rest : { ...rest, contractNumber };
      return {
        id: ids[index] ?? 0,
        at,
        type,
        contract_number: accountId === null ? contractNumber : null,
        account_id: accountId,
        data: JSON.stringify(told),
      };
    }),
  );
}

/** Does a piece of work in one writing transaction; whoever listens to `core.events` is woken after the commit. */
export async function inTransaction<T>(core: TransactionContext, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  const told: ToldEvent[] = [];
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
        told.push({ at, event, accountId: accountId ?? null });
      },
    });
    await storeEvents(trx, told);
    return result;
  });
  if (told.length > 0) core.events.notify();
  return value;
}

/** Reads several things as of one moment. */
export async function inSnapshot<T>(
  core: TransactionContext,
  read: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const transaction = core.db.transaction().setAccessMode('read only');
  // SQLite's transactions are snapshots anyway and know no levels.
  return core.dialect === 'postgres'
    ? transaction.setIsolationLevel('repeatable read').execute(read)
    : transaction.execute(read);
}
