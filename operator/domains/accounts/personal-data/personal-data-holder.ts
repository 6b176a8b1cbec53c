import type { Kysely, Transaction } from 'kysely';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { Database } from '../../../platform/database/schema.ts';

/** The parts of the export that other domains provide. */
export type HeldData = Pick<AccountData, 'payments' | 'cards'>;

/**
 * What a domain holds of an account's person. Each domain that holds something registers one, so that accounts export
 * and delete it without knowing the domain.
 */
export interface PersonalDataHolder {
  /** Its sections of the export. */
  exportData(db: Kysely<Database>, accountId: string): Promise<Partial<HeldData>>;
  /** Removes the person, in the transaction that deletes the account. `now`: ms UTC. */
  deleteData(trx: Transaction<Database>, accountId: string, now: number): Promise<void>;
  /** Keys under which the domain counts failed tries of the account (`platform/limits`); deleted with the account. */
  failureKeys(accountId: string): readonly string[];
}
