import type { Autopay, AutopayPlan } from '#protocol/api/autopay.ts';
import { endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import { UnknownContract } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { inSnapshot, inTransaction } from '../../platform/database/unit-of-work.ts';
import { missingThrough, roundUp } from '../forecast/index.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { requireLinkedCard } from '../payments/index.ts';
import { readAutopayFacts, rulesOf } from './read-facts.ts';
import { deleteAutopay, lockAccount, saveAutopay } from './repository.ts';
import { nextPayment, planFault } from './rules.ts';

/** Limits of one payment by card. */
function cardLimits({ profile: { billing, payments } }: Core): { minKopecks: number; maxKopecks: number } {
  const card = payments.methods.find((method) => method.id === 'bank-card');
  const { paymentMinKopecks: minKopecks, paymentMaxKopecks: maxKopecks } = billing;
  return card ?? { minKopecks, maxKopecks };
}

/**
 * Autopay of a contract as of one moment: its plan, what it does next, and what it is recommended to pay.
 * Errors: `UnknownContract`.
 */
export async function readAutopay(core: Core, contractNumber: string): Promise<Autopay> {
  return inSnapshot(core, async (trx) => {
    const today = core.clock.today();
    const found = await readAutopayFacts(core, trx, contractNumber, today, false);
    if (found === null) throw new UnknownContract();
    const { start, paidThisMonthKopecks } = found;
    const autopay = found.autopay?.unlinked === true ? null : found.autopay;
    const next = autopay && nextPayment(autopay.facts, rulesOf(core));
    const { minKopecks, maxKopecks } = cardLimits(core);
    const target = endOfMonth(startOfMonth(today, 1));
    // Once this month's money is gone it pays next month by itself: what is left today may not make it too small for that.
    const spent = { ...start.state, balanceKopecks: 0, promise: null };
    const monthAhead = missingThrough({ state: spent, today: endOfMonth(today), chargedTodayKopecks: 0 }, target);
    const missing = Math.max(missingThrough(start, target), monthAhead);
    const recommended = roundUp(missing, core.profile.billing.topUpStepKopecks);
    const { failed_on: failedOn, failed_because: failedBecause } = autopay?.row ?? {};
    return {
      plan: autopay?.plan ?? null,
      recommendedKopecks: Math.min(Math.max(recommended, minKopecks), maxKopecks),
      next: autopay && next ? { ...next, amountKopecks: autopay.plan.amountKopecks } : null,
      paidThisMonthKopecks,
      failed: failedOn && failedBecause ? { on: failedOn, declineReason: failedBecause } : null,
    };
  });
}

/**
 * Sets what autopay of a contract is to do, in the place of what it did. A payment that was begun goes on; what was only
 * announced is called off, and announced anew by the job.
 * Errors: `UnknownContract`, `contract-closed`, `amount-invalid`, `card-not-found` (not linked, or not the account's).
 */
export async function setAutopay(
  core: Core,
  accountId: string,
  contractNumber: string,
  plan: AutopayPlan,
): Promise<void> {
  if (planFault(plan, cardLimits(core)) !== null) throw new ProblemError('amount-invalid');
  const { when, amountKopecks, monthlyCeilingKopecks, linkedCardId } = plan;
  await inTransaction(core, async ({ trx, now, today }) => {
    // The account before what hangs on it, as its deletion goes: nobody waits for each other in a ring.
    await lockAccount(trx, core.dialect, accountId);
    const found = await readAutopayFacts(core, trx, contractNumber, today, true);
    if (found === null) throw new UnknownContract();
    if (found.start.state.status === 'closed') throw new ProblemError('contract-closed');
    await requireLinkedCard(trx, accountId, linkedCardId);
    await saveAutopay(trx, contractNumber, {
      account_id: accountId,
      linked_card_id: linkedCardId,
      below_kopecks: when.kind === 'threshold' ? when.belowKopecks : null,
      day_of_month: when.kind === 'day' ? when.dayOfMonth : null,
      amount_kopecks: amountKopecks,
      ceiling_kopecks: monthlyCeilingKopecks,
      set_at: now,
      announced_for: null,
      failed_on: null,
      failed_because: null,
    });
  });
}

/** Switches autopay of a contract off, if it was on. A payment that was begun is not called back by it. */
export async function stopAutopay(core: Core, contractNumber: string): Promise<void> {
  await deleteAutopay(core.db, contractNumber);
}
