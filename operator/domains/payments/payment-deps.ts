import type { Kysely } from 'kysely';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { ProviderAccess } from '../../platform/payment-provider/api.ts';
import type { ProviderClient } from '../../platform/payment-provider/client.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PaymentTable } from './tables.ts';

/** Log of the payments domain. Never gets a card, a key, a phone or a payee. */
export interface PaymentLog {
  readonly info: (fields: Readonly<Record<string, unknown>>, text: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, text: string) => void;
}

/** Dependencies injected at start-up. */
export interface PaymentDeps {
  readonly core: Core;
  readonly provider: ProviderClient;
  /** Null: the operator has no payment system; no payment can be created. */
  readonly access: () => ProviderAccess | null;
  /** Tells the phone of a payment by SMS how it ended, in the transaction that ends it; ignores payments of other origins. */
  readonly notifyPhone: (trx: Kysely<Database>, payment: PaymentTable) => Promise<void>;
  /** Public origin of the service for the payment system and payers' pages, `https://host[:port]`. */
  readonly origin: () => string;
  readonly log: PaymentLog;
}
