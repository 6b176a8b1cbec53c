import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { instantOf } from '../clock/zone.ts';

/** An event ready to be sent: the frame is made once, however many streams it goes to. */
export interface StoredEvent {
  readonly id: number;
  readonly contractNumber: string;
  /** The Server-Sent Events frame: `event`, `id`, `data` (the event of the protocol as JSON). */
  readonly frame: string;
}

interface EventRow {
  readonly id: number;
  readonly at: number;
  readonly contract_number: string;
  readonly type: string;
  readonly data: string;
}

function toStored(row: EventRow): StoredEvent {
  const event = {
    ...(JSON.parse(row.data) as Record<string, unknown>),
    id: String(row.id),
    at: instantOf(row.at),
    contractNumber: row.contract_number,
    type: row.type,
  };
  return {
    id: row.id,
    contractNumber: row.contract_number,
    frame: `event: ${row.type}\nid: ${row.id}\ndata: ${JSON.stringify(event)}\n\n`,
  };
}

/** Reads events in the order of their ids, which is the order in which they were committed. */
export interface EventSource {
  /** Id of the newest event; 0 when there is none. */
  newestId(): Promise<number>;
  /** The next events after `id` of all contracts. */
  after(id: number, limit: number): Promise<StoredEvent[]>;
  /** The next events of these contracts after `id`, up to and with `upTo`. */
  ofContracts(contracts: readonly string[], id: number, upTo: number, limit: number): Promise<StoredEvent[]>;
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
    async ofContracts(contracts, id, upTo, limit) {
      if (contracts.length === 0) return [];
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('contract_number', 'in', [...contracts])
        .where('id', '>', id)
        .where('id', '<=', upTo)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toStored);
    },
  };
}
