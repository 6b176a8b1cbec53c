import type { Kysely } from 'kysely';
import { paymentMethods, type PaymentMethod } from '#protocol/api/payments.ts';
import type { Database } from '../../platform/database/schema.ts';

/**
 * Payment methods that are switched off temporarily, in addition to those that the profile disables. Stored in the database,
 * so that all instances share them.
 */
const keyOf = (method: PaymentMethod): string => `payment-method-off:${method}`;

/** Methods that are switched off. */
export async function readMethodSwitches(db: Kysely<Database>): Promise<ReadonlySet<PaymentMethod>> {
  const rows = await db
    .selectFrom('service_state')
    .select('key')
    .where('key', 'in', paymentMethods.map(keyOf))
    .where('value', '=', 'off')
    .execute();
  const keys = new Set(rows.map(({ key }) => key));
  return new Set(paymentMethods.filter((method) => keys.has(keyOf(method))));
}

/** Switches a method off or on. */
export async function writeMethodSwitch(db: Kysely<Database>, method: PaymentMethod, off: boolean): Promise<void> {
  const value = off ? 'off' : 'on';
  await db
    .insertInto('service_state')
    .values({ key: keyOf(method), value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
