import type { Transaction } from 'kysely';
import type { AutopayPlan } from '#protocol/api/autopay.ts';
import type { Language } from '#protocol/primitives.ts';
import { startOfMonth } from '../../platform/clock/days.ts';
import { startOfDay } from '../../platform/clock/zone.ts';
import { readContractBilling } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { ForecastStart } from '../forecast/index.ts';
import { autopaySum, findAutopay } from './repository.ts';
import type { AutopayFacts, AutopayRules } from './rules.ts';
import type { AutopayTable } from './tables.ts';

/** Autopay of a contract as it stands, with the card it pays by. */
export interface AutopayReading {
  readonly row: AutopayTable;
  readonly plan: AutopayPlan;
  readonly cardMask: string;
  /** The card was unlinked: there is nothing to pay by. */
  readonly unlinked: boolean;
  readonly language: Language;
  readonly facts: AutopayFacts;
}

/** A contract without or with autopay. */
export interface ContractReading {
  readonly start: ForecastStart;
  readonly paidThisMonthKopecks: number;
  readonly autopay: AutopayReading | null;
}

/** The numbers of the rule, from the profile. */
export function rulesOf({ profile: { payments, billing } }: Core): AutopayRules {
  return { noticeDays: payments.autopayNoticeDays, forecastDays: billing.forecastDays };
}

/** The plan that a row holds. */
function planOf(row: AutopayTable): AutopayPlan {
  return {
    when:
      row.day_of_month === null
        ? { kind: 'threshold', belowKopecks: row.below_kopecks ?? 0 }
        : { kind: 'day', dayOfMonth: row.day_of_month },
    amountKopecks: row.amount_kopecks,
    monthlyCeilingKopecks: row.ceiling_kopecks,
    linkedCardId: row.linked_card_id,
  };
}

/** What autopay has paid for a contract in the calendar month of a day, and what may still come of what it began. */
async function paidInMonth(core: Core, trx: Transaction<Database>, number: string, day: string): Promise<number> {
  const { timeZone } = core.profile;
  return autopaySum(trx, number, {
    from: startOfDay(startOfMonth(day), timeZone),
    until: startOfDay(startOfMonth(day, 1), timeZone),
  });
}

/**
 * Reads a contract with its autopay; null: there is no such contract.
 * @param lock true: nobody else moves money of the contract, or its autopay, until the transaction ends
 */
export async function readAutopayFacts(
  core: Core,
  trx: Transaction<Database>,
  contractNumber: string,
  today: string,
  lock: boolean,
): Promise<ContractReading | null> {
  const contract = await readContractBilling(trx, contractNumber, today, lock);
  if (contract === null) return null;
  const start = { state: contract.state, today, chargedTodayKopecks: contract.chargedKopecks };
  const paidThisMonthKopecks = await paidInMonth(core, trx, contractNumber, today);
  const row = await findAutopay(trx, core.dialect, contractNumber, lock);
  if (row === undefined) return { start, paidThisMonthKopecks, autopay: null };
  const plan = planOf(row);
  return {
    start,
    paidThisMonthKopecks,
    autopay: {
      row,
      plan,
      cardMask: row.mask,
      unlinked: row.unlinked_at !== null,
      language: row.language ?? core.profile.languages[0] ?? 'ru',
      facts: {
        start,
        plan,
        announcedFor: row.announced_for,
        lastRunFor: row.last_run_for,
        failedBecause: row.failed_because,
        paidThisMonthKopecks,
      },
    },
  };
}
