/** Facts of the service itself, by name (clock offset, demo mark, seed). */
export interface ServiceStateTable {
  key: string;
  value: string;
}

/**
 * What happened, written in the transaction that made it so. `id` rises in the order of commits, so that a reader
 * who has seen `id` misses nothing by asking for larger ones. `data`: JSON of the fields that `type` has in
 * `protocol/events` beside `id`, `at`, `contractNumber` and `type`.
 */
export interface EventTable {
  id: number;
  /** ms UTC */
  at: number;
  /** For those who see this contract; null: for the account alone. */
  contract_number: string | null;
  /** For this account alone; null: for all who see the contract. */
  account_id: string | null;
  type: string;
  data: string;
}

/**
 * Every table. Each domain adds its own in its `tables.ts`, by declaration merging, so that the platform knows none of
 * them. Moments are ms UTC, days are `YYYY-MM-DD` of the operator's day, money is integer kopecks, booleans do not occur.
 */
export interface Database {
  service_state: ServiceStateTable;
  events: EventTable;
}
