import type { Kysely } from 'kysely';
import type { CompletionRequest } from '#protocol/api/registrations.ts';
import type { Account } from '#protocol/api/sessions.ts';
import { dialectOf } from '../../../platform/database/dialect.ts';
import { lockedIn } from '../../../platform/database/locks.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { AccountDeps } from '../account-deps.ts';
import { readAccount } from '../accounts.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { createLines } from '../keyed-queue.ts';
import { forgetFailures, reserveTry, returnTry } from '../../../platform/limits/failure-throttle.ts';
import { sha256 } from '../../../platform/crypto/tokens.ts';
import { completionMatches, type CompletionFacts } from './rules.ts';

/** Right details sent at once do not count against each other. */
const inLine = createLines();

interface Judged {
  readonly matches: boolean;
  /** As the operator's records write it. */
  readonly name: string;
}

/** Looks everything up whatever is found, so that a wrong name takes as long as somebody else's contract. */
async function judge(trx: Kysely<Database>, accountId: string, claim: CompletionRequest): Promise<Judged> {
  const contracts = trx
    .selectFrom('contracts')
    .select(['surname', 'first_name', 'patronymic', 'status'])
    .where('number', '=', claim.contractNumber);
  // Held, so that two accounts that claim it at once are judged one after another.
  const contract = await lockedIn(contracts, dialectOf(trx), 'contracts').executeTakeFirst();
  const card = await trx
    .selectFrom('cards')
    .select('contract_number')
    .where('number', '=', claim.cardNumber)
    .executeTakeFirst();
  const elsewhere = await trx
    .selectFrom('account_contracts')
    .select('account_id')
    .where('contract_number', '=', claim.contractNumber)
    .where('account_id', '<>', accountId)
    .limit(1)
    .executeTakeFirst();
  const facts: CompletionFacts = {
    contract: contract
      ? {
          surname: contract.surname,
          firstName: contract.first_name,
          patronymic: contract.patronymic,
          closed: contract.status === 'closed',
        }
      : null,
    contractOfCard: card?.contract_number ?? null,
    boundElsewhere: elsewhere !== undefined,
  };
  const name = contract ? `${contract.first_name} ${contract.surname}` : '';
  return { matches: completionMatches(claim, facts), name };
}

/** Binds the contract if all is right; null: nothing matched. */
async function bind(
  trx: Kysely<Database>,
  caller: Caller,
  claim: CompletionRequest,
): Promise<{ readonly account: Account } | null> {
  await holdAccount(trx, caller);
  const { accountId } = caller;
  const { matches, name } = await judge(trx, accountId, claim);
  const bound = await trx
    .selectFrom('account_contracts')
    .select('contract_number')
    .where('account_id', '=', accountId)
    .execute();
  const again = bound.some((row) => row.contract_number === claim.contractNumber) && matches;
  if (bound.length > 0 && !again) throw new ProblemError('registration-complete');
  if (!matches) return null;
  if (!again) {
    await trx
      .insertInto('account_contracts')
      .values({ account_id: accountId, contract_number: claim.contractNumber, label: null, position: 0 })
      .execute();
    await trx.updateTable('accounts').set({ name }).where('id', '=', accountId).execute();
  }
  const account = await readAccount(trx, accountId);
  if (!account) throw new ProblemError('session-ended');
  return { account };
}

/** The key under which wrong details are counted: by account, so that nobody makes somebody else wait. */
export function completionKey(accountId: string): string {
  return sha256(`completion:${accountId}`);
}

/**
 * Completes a registration with the contract it is for. The same request again is answered alike.
 *
 * @throws `contract-not-matched` (whatever did not match, and also when another account has the contract),
 *   `contract-match-throttled`, `registration-complete`, `session-ended`
 */
export async function completeRegistration(
  deps: AccountDeps,
  caller: Caller,
  claim: CompletionRequest,
): Promise<Account> {
  const { db, clock, rules } = deps;
  const key = completionKey(caller.accountId);
  const tries = { ...rules, signInTries: rules.completionTries };
  return inLine(key, async () => {
    const reserved = await reserveTry(db, key, clock.now(), tries, 'contract-match-throttled');
    let bound: { readonly account: Account } | null;
    try {
      bound = await db.transaction().execute((trx) => bind(trx, caller, claim));
    } catch (error) {
      // A contract is bound already: nothing was guessed.
      if (error instanceof ProblemError) await returnTry(db, key);
      throw error;
    }
    if (bound === null) {
      const wait = reserved.waitMs > 0 ? { retryAfterMs: reserved.waitMs } : {};
      throw new ProblemError('contract-not-matched', { triesLeft: reserved.triesLeft, ...wait });
    }
    await forgetFailures(db, key);
    return bound.account;
  });
}
