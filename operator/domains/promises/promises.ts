import type { Transaction } from 'kysely';
import type { PromiseRequest, PromiseTerms } from '#protocol/api/promises.ts';
import { restoreReception } from '../billing/index.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inSnapshot, inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { withIdempotencyKey } from '../../platform/idempotency/idempotency.ts';
import { ownAccountIds, postTransaction } from '../ledger/index.ts';
import { readPromiseFacts, type PromiseReading } from './read-facts.ts';
import { insertPromise } from './repository.ts';
import { describeOffer, promiseOffer, promiseReasons, withPromise, type PromiseOffer } from './rules.ts';

function termsOf(core: Core, { facts, newest }: PromiseReading): PromiseTerms {
  const { promises: rules, billing } = core.profile;
  const { promise } = facts.start.state;
  const reasons = promiseReasons(facts, rules, billing);
  return {
    running:
      promise === null || newest === undefined
        ? null
        : {
            amountKopecks: promise.outstandingKopecks,
            dueOn: promise.dueOn,
            takenAt: instantOf(newest.taken_at),
          },
    offer: reasons.length > 0 ? null : describeOffer(facts.start, promiseOffer(facts.start, rules), billing),
    reasons,
    rules: {
      minKopecks: rules.minKopecks,
      maxKopecks: rules.maxKopecks,
      termDays: rules.termDays,
      everyDays: rules.everyDays,
    },
  };
}

/**
 * Whether a promised payment may be taken now, and what it would be, as of one moment.
 * Errors: `UnknownContract`.
 */
export async function readPromiseTerms(core: Core, contractNumber: string): Promise<PromiseTerms> {
  const today = core.clock.today();
  return inSnapshot(core, async (trx) =>
    termsOf(core, await readPromiseFacts(core, trx, contractNumber, today, false)),
  );
}

/** Gives the money on trust: one movement, of which the fee, where there is one, is the operator's at once. */
async function give(
  trx: Transaction<Database>,
  accountId: number,
  { amountKopecks, feeKopecks }: PromiseOffer,
  at: number,
  day: string,
): Promise<void> {
  const fee = [
    { accountId, amountKopecks: -feeKopecks },
    { accountId: ownAccountIds.revenue, amountKopecks: feeKopecks },
  ];
  await postTransaction(trx, {
    kind: 'promise',
    at,
    day,
    postings: [
      { accountId, amountKopecks },
      { accountId: ownAccountIds.promises, amountKopecks: -amountKopecks },
      ...(feeKopecks === 0 ? [] : fee),
    ],
  });
}

/** Who takes a promise, and under which key. */
export interface PromiseTaking extends PromiseRequest {
  readonly accountId: string;
  readonly contractNumber: string;
  /** The `Idempotency-Key` as it came. */
  readonly key: string | undefined;
}

/**
 * Takes the promise that the person saw, once a key: money on trust, and reception back at once where it was off. The
 * contract is locked from the look at the reasons to the end, so that of two at once one is refused.
 * Errors: `UnknownContract`, `promise-refused` (with `reasons`), `promise-changed`, and those of the key
 * (`withIdempotencyKey`).
 * @returns the terms as they are then
 */
export async function takePromise(core: Core, taking: PromiseTaking): Promise<PromiseTerms> {
  const { accountId, contractNumber, key, amountKopecks, dueOn } = taking;
  const body = { contractNumber, amountKopecks, dueOn };
  return withIdempotencyKey(core, { scope: `promises:${accountId}`, key, body }, (claim) =>
    inTransaction(core, async (unit) => {
      const { trx, now, today } = unit;
      const { promises: rules, billing } = core.profile;
      const { contract, facts } = await readPromiseFacts(core, trx, contractNumber, today, true);
      const reasons = promiseReasons(facts, rules, billing);
      if (reasons.length > 0) throw new ProblemError('promise-refused', { reasons });
      const offer = promiseOffer(facts.start, rules);
      if (offer.amountKopecks !== amountKopecks || offer.dueOn !== dueOn) throw new ProblemError('promise-changed');
      await give(trx, contract.accountId, offer, now, today);
      await insertPromise(trx, {
        contract_number: contractNumber,
        amount_kopecks: amountKopecks,
        taken_at: now,
        due_on: dueOn,
      });
      unit.emit(now, { type: 'promise-taken', contractNumber, amountKopecks, dueOn, lastDay: offer.lastDay });
      await restoreReception(core, unit, contract, withPromise(facts.start, offer));
      const terms = termsOf(core, await readPromiseFacts(core, trx, contractNumber, today, false));
      await claim.keep(trx, terms);
      return terms;
    }),
  );
}
