import type { Kysely } from 'kysely';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { ProviderAccess } from '../../platform/payment-provider/api.ts';
import type { ProviderClient } from '../../platform/payment-provider/client.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { PaymentTable } from './tables.ts';

/** The log, as payments write to it: never a card, a key, a phone or a payee. */
export interface PaymentLog {
  readonly info: (fields: Readonly<Record<string, unknown>>, text: string) => void;
  readonly warn: (fields: Readonly<Record<string, unknown>>, text: string) => void;
}

/** What payments are given. */
export interface PaymentDeps {
  readonly core: Core;
  readonly provider: ProviderClient;
  /** Null: the operator has no payment system; nothing can be begun. */
  readonly access: () => ProviderAccess | null;
  /** Tells the phone of a payment by SMS how it ended, in the transaction that ends it; ignores payments of other origins. */
  readonly notifyPhone: (trx: Kysely<Database>, payment: PaymentTable) => Promise<void>;
  /** Where the payment system and payers' pages find the service, `https://host[:port]`. */
  readonly origin: () => string;
  readonly log: PaymentLog;
}
