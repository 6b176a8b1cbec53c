import type { Kysely, Selectable } from 'kysely';
import type { RecoveryCodes, TwoStepSetup } from '#protocol/api/account-security.ts';
import type { Language, Localized } from '#protocol/primitives.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Letters } from '../../mail/index.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { createLines } from '../keyed-queue.ts';
import { requireProof, type ProofDeps } from '../passwords/proof.ts';
import type { AccountsTable } from '../tables.ts';
import { forgetFailures } from '../../../platform/limits/failure-throttle.ts';
import { dropChallenges } from './challenges.ts';
import { shownRecoveryCode } from './code-rules.ts';
import { dropRecoveryCodes, makeRecoveryCodes, storeRecoveryCodes } from './recovery-codes.ts';
import { secondStepKey } from './second-step.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

export interface TwoStepDeps extends ProofDeps {
  readonly letters: Letters;
  /** Language of letters to people who never chose one: the operator's first. */
  readonly language: Language;
  /** The operator's name. */
  readonly brand: Localized;
}

/** Two-step sign-in of one's own account. `password`: the account's once more, see `requireProof` for its refusals. */
export interface TwoStep {
  /**
   * A new secret, in the place of one that was not confirmed.
   *
   * @throws `two-step-already-on`, `password-…`, `fresh-session-needed`
   */
  setUp(caller: Caller, password: string | null): Promise<TwoStepSetup>;
  /**
   * Turns it on once a code shows that the app has the secret; gives the recovery codes.
   *
   * @throws `two-step-failed`, `two-step-expired`, `two-step-already-on`
   */
  confirm(caller: Caller, code: string): Promise<RecoveryCodes>;
  /**
   * New recovery codes; the old ones are dead.
   *
   * @throws `two-step-not-on`, `password-…`, `fresh-session-needed`
   */
  renewRecoveryCodes(caller: Caller, password: string | null): Promise<RecoveryCodes>;
  /** @throws `two-step-not-on`, `password-…`, `fresh-session-needed` */
  turnOff(caller: Caller, password: string | null): Promise<void>;
}

export function createTwoStep(deps: TwoStepDeps): TwoStep {
  const { db, clock, rules, passwords, letters } = deps;
  // A set of recovery codes costs seconds of hashing: one at a time for each account.
  const inLine = createLines();

  /** Runs a change with the account held. */
  function change<T>(
    caller: Caller,
    work: (trx: Kysely<Database>, account: Selectable<AccountsTable>, now: number) => Promise<T>,
  ): Promise<T> {
    return db.transaction().execute(async (trx) => work(trx, await holdAccount(trx, caller), clock.now()));
  }

  function tell(trx: Kysely<Database>, account: Selectable<AccountsTable>, turned: 'on' | 'off'): Promise<void> {
    return letters.write(trx, {
      kind: `two-step-${turned}`,
      recipient: account.email,
      accountId: account.id,
      language: account.language ?? deps.language,
    });
  }

  async function confirm(caller: Caller, code: string): Promise<RecoveryCodes> {
    const { accountId } = caller;
    const { secret, step } = await readSetup(db, accountId, code, clock.now());
    const { codes, hashes } = await makeRecoveryCodes(passwords, rules.recoveryCodes);
    await change(caller, async (trx, account, now) => {
      const confirmed = await trx
        .updateTable('two_step')
        .set({ confirmed_at: now, setup_expires_at: null, last_step: step })
        .where('account_id', '=', accountId)
        .where('secret', '=', secret)
        .where('confirmed_at', 'is', null)
        .executeTakeFirst();
      // Confirmed at another instance while the codes were made, or set up anew.
      if (confirmed.numUpdatedRows === 0n) throw await whyNot(trx, accountId);
      await storeRecoveryCodes(trx, accountId, hashes);
      await forgetFailures(trx, secondStepKey(accountId));
      await tell(trx, account, 'on');
    });
    letters.wake();
    return { codes: codes.map(shownRecoveryCode) };
  }

  async function renew(caller: Caller, password: string | null): Promise<RecoveryCodes> {
    const { accountId } = caller;
    await requireProof(deps, caller, password);
    if (!(await isOn(db, accountId))) throw new ProblemError('two-step-not-on');
    const { codes, hashes } = await makeRecoveryCodes(passwords, rules.recoveryCodes);
    await change(caller, async (trx) => {
      if (!(await isOn(trx, accountId))) throw new ProblemError('two-step-not-on');
      await storeRecoveryCodes(trx, accountId, hashes);
    });
    return { codes: codes.map(shownRecoveryCode) };
  }

  return {
    async setUp(caller, password) {
      await requireProof(deps, caller, password);
      return change(caller, async (trx, account, now) => {
        const secret = newTotpSecret();
        const expiresAt = now + rules.twoStepSetupMs;
        const fresh = { secret, setup_expires_at: expiresAt, confirmed_at: null, last_step: null };
        const stored = await trx
          .insertInto('two_step')
          .values({ account_id: account.id, ...fresh })
          .onConflict((conflict) =>
            conflict.column('account_id').doUpdateSet(fresh).where('two_step.confirmed_at', 'is', null),
          )
          .executeTakeFirst();
        if (stored.numInsertedOrUpdatedRows === 0n) throw new ProblemError('two-step-already-on');
        // The Latin name: some apps show other alphabets as they are encoded.
        const uri = totpUri(secret, deps.brand.en, account.email ?? account.name ?? account.id);
        return { secret, uri, expiresInMs: rules.twoStepSetupMs };
      });
    },
    confirm: (caller, code) => inLine(caller.accountId, () => confirm(caller, code)),
    renewRecoveryCodes: (caller, password) => inLine(caller.accountId, () => renew(caller, password)),
    async turnOff(caller, password) {
      const { accountId } = caller;
      await requireProof(deps, caller, password);
      await change(caller, async (trx, account) => {
        const off = await trx
          .deleteFrom('two_step')
          .where('account_id', '=', accountId)
          .where('confirmed_at', 'is not', null)
          .executeTakeFirst();
        if (off.numDeletedRows === 0n) throw new ProblemError('two-step-not-on');
        await dropRecoveryCodes(trx, accountId);
        await dropChallenges(trx, accountId);
        await tell(trx, account, 'off');
      });
      letters.wake();
    },
  };
}

/** The secret that waits for its first code, and the step that the code is of. */
async function readSetup(
  db: Kysely<Database>,
  accountId: string,
  code: string,
  now: number,
): Promise<{ secret: string; step: number }> {
  const setup = await db
    .selectFrom('two_step')
    .select('secret')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is', null)
    .where('setup_expires_at', '>', now)
    .executeTakeFirst();
  if (!setup) throw await whyNot(db, accountId);
  const step = totpStep(setup.secret, code, now);
  if (step === null) throw new ProblemError('two-step-failed');
  return { secret: setup.secret, step };
}

/** Why there is nothing to confirm. */
async function whyNot(db: Kysely<Database>, accountId: string): Promise<ProblemError> {
  return new ProblemError((await isOn(db, accountId)) ? 'two-step-already-on' : 'two-step-expired');
}

async function isOn(db: Kysely<Database>, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('two_step')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}
