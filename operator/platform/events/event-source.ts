import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { instantOf } from '../clock/zone.ts';

/** An event ready to send. The frame is built once for all streams. */
export interface StoredEvent {
  readonly id: number;
  /** Audience key, see `audiencesOf`. */
  readonly audience: string;
  /** The Server-Sent Events frame: `event`, `id`, `data` (the event of the protocol as JSON). */
  readonly frame: string;
}

/** A stream's subscriber: an account and its contracts. */
export interface Listener {
  readonly accountId: string;
  readonly contracts: readonly string[];
}

/** Audience keys of a listener: its contract numbers and one key for the account. */
export function audiencesOf({ accountId, contracts }: Listener): string[] {
  return [...contracts, `account:${accountId}`];
}

interface EventRow {
  readonly id: number;
  readonly at: number;
  readonly contract_number: string | null;
  readonly account_id: string | null;
  readonly type: string;
  readonly data: string;
}

function toStored(row: EventRow): StoredEvent {
  const event = {
    contractNumber: row.contract_number,
    ...(JSON.parse(row.data) as Record<string, unknown>),
    id: String(row.id),
    at: instantOf(row.at),
    type: row.type,
  };
  return {
    id: row.id,
    audience: row.contract_number ?? `account:${row.account_id ?? ''}`,
    frame: `event: ${row.type}\nid: ${row.id}\ndata: ${JSON.stringify(event)}\n\n`,
  };
}

/** Reads events in id order, which is commit order. */
export interface EventSource {
  /** Id of the newest event; 0 when there is none. */
  newestId(): Promise<number>;
  /** The next events after `id`, for all audiences. */
  after(id: number, limit: number): Promise<StoredEvent[]>;
  /** The next events for a listener after `id`, up to and including `upTo`. */
  for(listener: Listener, id: number, upTo: number, limit: number): Promise<StoredEvent[]>;
}

export function createEventSource(db: Kysely<Database>): EventSource {
  return {
    async newestId() {
      const row = await db.selectFrom('events').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
      return row?.id ?? 0;
    },
    async after(id, limit) {
      const rows = await db.selectFrom('events').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute();
      return rows.map(toStored);
    },
    async for({ accountId, contracts }, id, upTo, limit) {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where((eb) =>
          contracts.length === 0
            ? eb('account_id', '=', accountId)
            : eb.or([eb('contract_number', 'in', [...contracts]), eb('account_id', '=', accountId)]),
        )
        .where('id', '>', id)
        .where('id', '<=', upTo)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toStored);
    },
  };
}
