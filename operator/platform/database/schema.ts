import type { AccountTables } from '../../domains/accounts/tables.ts';
import type { CatalogueTables } from '../../domains/catalogue/tables.ts';
import type { BillingTables } from '../../domains/billing/tables.ts';
import type { ContractTables } from '../../domains/contracts/tables.ts';
import type { LedgerTables } from '../../domains/ledger/tables.ts';
import type { AutopayTables } from '../../domains/autopay/index.ts';
import type { SmsTables } from '../sms/tables.ts';
import type { LetterTables } from '../../domains/mail/tables.ts';
import type { NewsTables } from '../../domains/news/tables.ts';
import type { PaymentTables } from '../../domains/payments/tables.ts';
import type { PromiseTables } from '../../domains/promises/index.ts';

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
 * Every table. Moments are ms UTC, days are `YYYY-MM-DD` of the operator's day, money is integer kopecks,
 * booleans do not occur.
 */
export interface Database
  extends
    AccountTables,
    CatalogueTables,
    ContractTables,
    LedgerTables,
    BillingTables,
    PromiseTables,
    PaymentTables,
    AutopayTables,
    SmsTables,
    NewsTables,
    LetterTables {
  service_state: ServiceStateTable;
  events: EventTable;
}
