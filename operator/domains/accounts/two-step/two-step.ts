import type { Kysely, Selectable } from 'kysely';
import type { RecoveryCodes, TwoStepConfirmation, TwoStepSetup } from '#protocol/api/account-security.ts';
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
import { createPreparedCodes } from './prepared-codes.ts';
import { dropRecoveryCodes, readCodeSalt, storeRecoveryCodes } from './recovery-codes.ts';
import { secondStepKey } from './second-step.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';
import {
  deleteTwoStep,
  isTwoStepOn,
  readTwoStep,
  storeAttempt,
  storeConfirmation,
  storeSetUp,
} from './two-step-repository.ts';

export interface TwoStepDeps extends ProofDeps {
  readonly letters: Letters;
  /** Language of letters to people who never chose one: the operator's first. */
  readonly language: Language;
  /** The operator's name. */
  readonly brand: Localized;
}

/** Two-step sign-in of the caller's account. `password`: the account's current one, see `requireProof` for its errors. */
export interface TwoStep {
  /**
   * Creates a secret in place of one that was not confirmed, and starts preparing its recovery codes.
   *
   * @throws `two-step-already-on`, `password-…`, `fresh-session-needed`
   */
  setUp(caller: Caller, password: string | null): Promise<TwoStepSetup>;
  /**
   * Turns two-step sign-in on with a valid code and returns the recovery codes. Until the set-up would have expired, the same
   * session may call it again with a higher `attempt` after a lost answer: that voids the codes of the lost answer and returns
   * new ones.
   *
   * @throws `two-step-failed`, `two-step-expired`, `two-step-already-on`
   */
  confirm(caller: Caller, confirmation: TwoStepConfirmation): Promise<RecoveryCodes>;
  /**
   * Replaces the recovery codes.
   *
   * @throws `two-step-not-on`, `password-…`, `fresh-session-needed`, `too-many-requests` (a request at another
   * instance replaced them meanwhile)
   */
  renewRecoveryCodes(caller: Caller, password: string | null): Promise<RecoveryCodes>;
  /** @throws `two-step-not-on`, `password-…`, `fresh-session-needed` */
  turnOff(caller: Caller, password: string | null): Promise<void>;
  /** Prepares recovery codes for the set-ups that were not confirmed before a restart. */
  resume(): Promise<void>;
  /** Stops preparing codes. */
  close(): void;
}

export function createTwoStep(deps: TwoStepDeps): TwoStep {
  const { db, clock, rules, passwords, letters } = deps;
  // Hashing a set of recovery codes can take seconds: one request at a time per account.
  const inLine = createLines();
  const prepared = createPreparedCodes({ passwords, count: rules.recoveryCodes, now: () => clock.now() });

  /** Runs a change with the account's row locked. */
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

  async function confirm(caller: Caller, { code, attempt = 1 }: TwoStepConfirmation): Promise<RecoveryCodes> {
    const { accountId } = caller;
    const begun = await readTwoStep(db, accountId);
    if (begun && begun.confirmed_at !== null) return confirmAgain(caller, code, attempt);
    const now = clock.now();
    if (!begun || (begun.setup_expires_at ?? 0) <= now) throw new ProblemError('two-step-expired');
    const step = totpStep(begun.secret, code, now);
    if (step === null) throw new ProblemError('two-step-failed');
    const { codes, hashes } = await prepared.take(accountId);
    await change(caller, async (trx, account, confirmedAt) => {
      const { secret } = begun;
      const { sessionId } = caller;
      // Confirmed at another instance while the codes were hashed, or set up anew.
      if (!(await storeConfirmation(trx, accountId, { secret, confirmedAt, step, sessionId, attempt }))) {
        throw new ProblemError((await isTwoStepOn(trx, accountId)) ? 'two-step-already-on' : 'two-step-expired');
      }
      await storeRecoveryCodes(trx, accountId, hashes);
      await forgetFailures(trx, secondStepKey(accountId));
      await tell(trx, account, 'on');
    });
    letters.wake();
    return { codes: codes.map(shownRecoveryCode) };
  }

  /** Returns new recovery codes to the session that turned two-step sign-in on and repeats its request. */
  async function confirmAgain(caller: Caller, code: string, attempt: number): Promise<RecoveryCodes> {
    const { accountId } = caller;
    const fits = await change(caller, async (trx, _account, now) => {
      const row = await readTwoStep(trx, accountId);
      const since = row?.confirmed_at ?? null;
      const mayAsk =
        row?.confirmed_session === caller.sessionId &&
        (row.setup_expires_at ?? 0) > now &&
        attempt > (row.confirm_attempt ?? 0);
      if (!mayAsk || since === null) throw new ProblemError('two-step-already-on');
      const step = totpStep(row.secret, code, now);
      // A wrong code counts as an attempt too, which limits guessing.
      await storeAttempt(trx, accountId, { attempt, lastStep: Math.max(row.last_step ?? 0, step ?? 0) });
      // The code of the lost request is valid again here, however long ago it was sent.
      return step !== null || totpStep(row.secret, code, since) !== null;
    });
    if (!fits) throw new ProblemError('two-step-failed');
    const { codes, hashes } = await prepared.take(accountId);
    await change(caller, async (trx) => {
      const row = await readTwoStep(trx, accountId);
      // A later attempt came by another instance, or it was turned off.
      if (row?.confirm_attempt !== attempt || row.confirmed_session !== caller.sessionId) {
        throw new ProblemError(row ? 'two-step-already-on' : 'two-step-expired');
      }
      await storeRecoveryCodes(trx, accountId, hashes);
    });
    return { codes: codes.map(shownRecoveryCode) };
  }

  async function renew(caller: Caller, password: string | null): Promise<RecoveryCodes> {
    const { accountId } = caller;
    await requireProof(deps, caller, password);
    if (!(await isTwoStepOn(db, accountId))) throw new ProblemError('two-step-not-on');
    const replaced = await readCodeSalt(db, accountId);
    const { codes, hashes } = await prepared.take(accountId);
    await change(caller, async (trx) => {
      if (!(await isTwoStepOn(trx, accountId))) throw new ProblemError('two-step-not-on');
      // A slow request must not void the codes of a later one that was sent because this one had no answer.
      if ((await readCodeSalt(trx, accountId)) !== replaced) {
        throw new ProblemError('too-many-requests', { retryAfterMs: 1_000 });
      }
      await storeRecoveryCodes(trx, accountId, hashes);
    });
    return { codes: codes.map(shownRecoveryCode) };
  }

  return {
    async setUp(caller, password) {
      await requireProof(deps, caller, password);
      const setup = await change(caller, async (trx, account, now) => {
        const secret = newTotpSecret();
        const expiresAt = now + rules.twoStepSetupMs;
        if (!(await storeSetUp(trx, account.id, { secret, expiresAt }))) throw new ProblemError('two-step-already-on');
        // The Latin name: some apps show other alphabets as they are encoded.
        const uri = totpUri(secret, deps.brand.en, account.email ?? account.name ?? account.id);
        return { secret, uri, expiresAt };
      });
      const { secret, uri, expiresAt } = setup;
      prepared.prepare(caller.accountId, expiresAt);
      return { secret, uri, expiresInMs: rules.twoStepSetupMs };
    },
    confirm: (caller, confirmation) => inLine(caller.accountId, () => confirm(caller, confirmation)),
    renewRecoveryCodes: (caller, password) => inLine(caller.accountId, () => renew(caller, password)),
    async turnOff(caller, password) {
      const { accountId } = caller;
      await requireProof(deps, caller, password);
      await change(caller, async (trx, account) => {
        if (!(await deleteTwoStep(trx, accountId))) throw new ProblemError('two-step-not-on');
        await dropRecoveryCodes(trx, accountId);
        await dropChallenges(trx, accountId);
        await tell(trx, account, 'off');
      });
      letters.wake();
    },
    async resume() {
      const underWay = await db
        .selectFrom('two_step')
        .select(['account_id', 'setup_expires_at'])
        .where('confirmed_at', 'is', null)
        .where('setup_expires_at', '>', clock.now())
        .execute();
      for (const { account_id, setup_expires_at } of underWay) prepared.prepare(account_id, setup_expires_at ?? 0);
    },
    close: () => {
      prepared.close();
    },
  };
}
