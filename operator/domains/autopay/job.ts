import { setImmediate } from 'node:timers/promises';
import PQueue from 'p-queue';
import { assertNever } from '#protocol/assert-never.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import type { CardPaymentOrder, CardPaymentOutcome, CardPayments } from '../payments/index.ts';
import { readAutopayFacts, rulesOf, type AutopayReading } from './read-facts.ts';
import { contractsWithAutopay, deleteAutopay, settleAutopay, updateAutopay } from './repository.ts';
import { nextStep } from './rules.ts';

export interface AutopayJobDeps {
  readonly core: Core;
  readonly payments: CardPayments;
  /** Told what went wrong with one contract; the others go on. */
  readonly onError: (error: unknown) => void;
}

/** The key of a contract's payment for a day. */
export function orderKey(contractNumber: string, day: string): string {
  return `autopay:${contractNumber}:${day}`;
}

/** Announces and makes the payments of autopay. Any number of runs and instances at once make one payment a day. */
export interface AutopayJob {
  /** Looks at every contract with autopay; to be run when today is billed. */
  run(): Promise<void>;
  /** Looks at one contract: its plan was set. Throws nothing. */
  runOne(contractNumber: string): Promise<void>;
  /** Goes on with the payments of which it is not known how they went. */
  resume(): Promise<void>;
  /** Runs, and from then on goes on with them from time to time. Until then `runToday` does nothing. */
  start(): void;
  /** The run of a day that began, or of a clock that was moved. */
  runToday(): Promise<void>;
  /** Stops that, and ends when a look under way has ended. */
  stop(): Promise<void>;
}

/** Contracts read at once. */
const chunkSize = 200;

interface Begun {
  readonly order: CardPaymentOrder;
  /** The day it pays for. */
  readonly day: string;
  /** The day has passed with nothing known of a payment: it is only asked about, not made. */
  readonly late: boolean;
}

function orderOf({ row, plan, language }: AutopayReading, day: string): CardPaymentOrder {
  return {
    accountId: row.account_id,
    contractNumber: row.contract_number,
    linkedCardId: row.linked_card_id,
    amountKopecks: plan.amountKopecks,
    language,
    key: orderKey(row.contract_number, day),
  };
}

/**
 * Takes the steps that are due, in one transaction with their notice.
 * @returns the payment to be made or asked about; null: none
 */
async function takeSteps(core: Core, contractNumber: string): Promise<Begun | null> {
  return inTransaction(core, async (unit) => {
    const { trx, now, today } = unit;
    const reading = await readAutopayFacts(core, trx, contractNumber, today, true);
    if (reading?.autopay == null) return null;
    const { autopay } = reading;
    const { row, plan, cardMask } = autopay;
    let { facts } = autopay;
    const store = (values: Parameters<typeof updateAutopay>[2]): Promise<void> =>
      updateAutopay(trx, contractNumber, values);
    for (;;) {
      const step = nextStep(facts, rulesOf(core));
      // Without its card it is off, but for a payment that may be under way.
      if (autopay.unlinked && step.do !== 'resume') {
        await deleteAutopay(trx, contractNumber);
        return null;
      }
      switch (step.do) {
        case 'nothing':
          return null;
        case 'announce': {
          await store({ announced_for: step.on });
          facts = { ...facts, announcedFor: step.on };
          const { amountKopecks } = plan;
          unit.emit(
            now,
            { type: 'autopay-announced', contractNumber, on: step.on, amountKopecks, cardMask },
            row.account_id,
          );
          break;
        }
        case 'call-off':
          await store({ announced_for: null });
          facts = { ...facts, announcedFor: null };
          break;
        case 'pay':
          // Stands before anything is asked of the payment system: whatever dies from here on, this day has had its payment.
          await store({ last_run_for: step.day });
          return { order: orderOf(autopay, step.day), day: step.day, late: false };
        case 'resume':
          return { order: orderOf(autopay, step.day), day: step.day, late: step.day < today };
        default:
          assertNever(step);
      }
    }
  });
}

/** What a refusal of the payments makes of a try; null: it is asked about again later. */
function outcomeOf(error: unknown): CardPaymentOutcome | null {
  if (!(error instanceof ProblemError)) return null;
  const { code } = error;
  if (code === 'card-not-found') return { status: 'declined', declineReason: 'card-unlinked' };
  if (code === 'method-limit' || code === 'amount-invalid') return { status: 'declined', declineReason: 'limit' };
  return null;
}

async function ask(payments: CardPayments, { order, late }: Begun): Promise<CardPaymentOutcome | null> {
  try {
    if (late && (await payments.find(order)) === null) return { status: 'expired', declineReason: null };
    return await payments.pay(order);
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome === null) throw error;
    return outcome;
  }
}

/** Stores how a payment went, once it is known. */
async function settle(core: Core, { order, day }: Begun, outcome: CardPaymentOutcome): Promise<void> {
  const { status } = outcome;
  if (status === 'created' || status === 'pending') return;
  const declineReason = status === 'succeeded' ? null : (outcome.declineReason ?? 'bank-timeout');
  await inTransaction(core, async ({ trx, today }) => {
    const { contractNumber } = order;
    if (declineReason === 'card-unlinked') {
      await deleteAutopay(trx, contractNumber, order.linkedCardId);
      return;
    }
    await settleAutopay(trx, contractNumber, day, {
      failed_on: declineReason === null ? null : today,
      failed_because: declineReason,
    });
  });
}

export function createAutopayJob({ core, payments, onError }: AutopayJobDeps): AutopayJob {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const going = (): boolean => !stopped;
  const queue = new PQueue({ concurrency: 1 });

  async function runOne(contractNumber: string): Promise<void> {
    try {
      const begun = await takeSteps(core, contractNumber);
      if (begun === null) return;
      const outcome = await ask(payments, begun);
      if (outcome !== null) await settle(core, begun, outcome);
    } catch (error) {
      // Somebody else is at it under the same key, or the payment system is away: nothing is lost, it is asked again.
      if (!(error instanceof ProblemError)) onError(error);
    }
  }

  async function runAll(begunAlone: boolean): Promise<void> {
    for (let after = ''; going();) {
      const numbers = await contractsWithAutopay(core.db, after, chunkSize, begunAlone);
      for (const number of numbers) {
        if (!going()) return;
        await runOne(number);
        // SQLite works on this very thread: requests that came in the meantime go first.
        await setImmediate();
      }
      if (numbers.length < chunkSize) return;
      after = numbers.at(-1) ?? after;
    }
  }

  /** One look at a time in this instance; others do no harm, only work. */
  function inLine(work: () => Promise<void>): Promise<void> {
    return queue.add(work);
  }

  const job: AutopayJob = {
    run: () => inLine(() => runAll(false)),
    runOne,
    resume: () => inLine(() => runAll(true)),
    runToday: () => (timer === null ? Promise.resolve() : job.run()),
    start() {
      job.run().catch(onError);
      let busy = false;
      timer = setInterval(() => {
        if (busy) return;
        busy = true;
        job
          .resume()
          .catch(onError)
          .finally(() => {
            busy = false;
          });
      }, core.profile.payments.reconcileMs);
      timer.unref();
    },
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await queue.onIdle();
    },
  };
  return job;
}
