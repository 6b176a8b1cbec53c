import type { Kysely } from 'kysely';
import type { Account } from '#protocol/api/sessions.ts';
import type { Database } from '../../platform/database/schema.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { Passwords } from './passwords/passwords.ts';
import { normaliseEmail } from './sessions/rules.ts';
import { newId } from '../../platform/crypto/tokens.ts';

/** A person to be made known. Contracts are given in the order in which the person sees them. */
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly contracts: readonly { readonly number: string; readonly label: string | null }[];
}

/** Makes an account in the given database or transaction; returns its id. */
export type CreateAccount = (db: Kysely<Database>, account: NewAccount) => Promise<string>;

/**
 * The function that makes accounts. Hash outside of long transactions where it matters: a hash takes some 300 ms.
 *
 * @param now ms UTC by the service's clock
 */
export function accountCreator(passwords: Passwords, now: () => number): CreateAccount {
  return async (db, account) => {
    const passwordHash = await passwords.hash(account.password);
    const id = newId();
    const email = normaliseEmail(account.email);
    await db
      .insertInto('accounts')
      .values({ id, email, name: account.name, password_hash: passwordHash, created_at: now() })
      .execute();
    if (account.contracts.length > 0) {
      const rows = account.contracts.map((contract, position) => ({
        account_id: id,
        contract_number: contract.number,
        label: contract.label,
        position,
      }));
      await db.insertInto('account_contracts').values(rows).execute();
    }
    return id;
  };
}

/** The signed-in person with their contracts, as the protocol has it; undefined when there is no such account. */
export async function readAccount(db: Kysely<Database>, accountId: string): Promise<Account | undefined> {
  const person = await db
    .selectFrom('accounts')
    .select(['id', 'email', 'name'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!person) return undefined;
  const contracts = await db
    .selectFrom('account_contracts')
    .select(['contract_number as number', 'label'])
    .where('account_id', '=', accountId)
    .orderBy('position')
    .execute();
  return { ...person, contracts };
}

/** Numbers of the account's contracts: what its event stream tells of. */
export async function contractNumbers(db: Kysely<Database>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account_contracts')
    .select('contract_number')
    .where('account_id', '=', accountId)
    .execute();
  return rows.map((row) => row.contract_number);
}

/**
 * Refuses unless the contract belongs to the account. The refusal is the same for somebody else's contract and for
 * one that does not exist: `contract-not-found`.
 *
 * @returns what the subscriber calls it
 */
export async function requireContract(
  db: Kysely<Database>,
  accountId: string,
  contractNumber: string,
): Promise<{ label: string | null }> {
  const row = await db
    .selectFrom('account_contracts')
    .select('label')
    .where('account_id', '=', accountId)
    .where('contract_number', '=', contractNumber)
    .executeTakeFirst();
  if (!row) throw new ProblemError('contract-not-found');
  return row;
}
