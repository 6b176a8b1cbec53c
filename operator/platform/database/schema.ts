/** Key-value state of the service (clock offset, demo mark, seed). */
export interface ServiceStateTable {
  key: string;
  value: string;
}

/**
 * Event log, written in the transaction that caused the event. Ids rise in commit order: a reader that has seen `id`
 * misses nothing by requesting larger ones. `data`: JSON of the event's fields in `protocol/events` without `id`, `at`,
 * `contractNumber` and `type`.
 */
export interface EventTable {
  id: number;
  /** ms UTC */
  at: number;
  /** Audience: everyone with access to this contract. Null: only the account. */
  contract_number: string | null;
  /** Audience: only this account. Null: everyone with access to the contract. */
  account_id: string | null;
  type: string;
  data: string;
}

/**
 * All tables. Each domain adds its own in its `tables.ts` by declaration merging, so that the platform does not depend
 * on domains. Timestamps are ms UTC, days are `YYYY-MM-DD` in the operator's time zone, money is integer kopecks; there
 * are no boolean columns.
 */
export interface Database {
  service_state: ServiceStateTable;
  events: EventTable;
}
