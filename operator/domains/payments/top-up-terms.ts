import type { Transaction } from 'kysely';
import type { Slip, TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import { dayCharges, sumOf } from '../billing/rules.ts';
import { packageDetails } from '../catalogue/package-details.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import { forecastEvents, receptionOf } from '../overview/index.ts';
import { readContractBilling, type ContractBilling } from '../contracts/billing-states.ts';
import { UnknownContract } from '../contracts/unknown-contract.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inSnapshot } from '../../platform/database/unit-of-work.ts';
import { nextDailyPrice, simulate, type ForecastStart, type Simulation } from '../forecast/rules.ts';
import { slipCode, slipPurpose } from './slip-rules.ts';
import { requireAmount } from './create-payment.ts';
import { previewTopUp, topUpOffers, topUpSum } from './top-up-rules.ts';

interface Reading {
  readonly now: number;
  readonly contract: ContractBilling;
  readonly start: ForecastStart;
  readonly simulation: Simulation;
}

/** Errors: `UnknownContract`. */
async function readStart(core: Core, trx: Transaction<Database>, contractNumber: string): Promise<Reading> {
  const { forecastDays, untilHorizonDays } = core.profile.billing;
  const now = core.clock.now();
  const today = core.dayOf(now);
  const contract = await readContractBilling(trx, contractNumber, today, false);
  if (contract === null) throw new UnknownContract();
  const start = { state: contract.state, today, chargedTodayKopecks: contract.chargedKopecks };
  return { now, contract, start, simulation: simulate(start, forecastDays, untilHorizonDays) };
}

function receptionIn(core: Core, { contract, start, simulation }: Reading): TopUpTerms['reception'] {
  const { statusSince } = contract;
  return receptionOf(start, simulation, statusSince, core.dayOf(statusSince), core.profile.billing);
}

/**
 * All that the page of paying for one's own contract needs, as of one moment.
 * Errors: `UnknownContract`.
 */
export async function readTopUpTerms(core: Core, contractNumber: string): Promise<TopUpTerms> {
  const { billing, payments } = core.profile;
  return inSnapshot(core, async (trx) => {
    const reading = await readStart(core, trx, contractNumber);
    const { start, simulation, now } = reading;
    const { state, today } = start;
    const details = await packageDetails(trx, [...new Set(state.packages.map(({ id }) => id))]);
    const names = new Map([...details].map(([id, { name }]) => [id, name]));
    return {
      now: instantOf(now),
      today,
      balanceKopecks: state.balanceKopecks,
      reception: receptionIn(core, reading),
      forecast: { points: [...simulation.points], events: forecastEvents(start, simulation, names, billing) },
      dailyKopecks: sumOf(dayCharges(state.packages, today)),
      nextDailyPrice: nextDailyPrice(start, billing.forecastDays),
      offers: topUpOffers(start, billing, payments.offers),
      sum: topUpSum(start, billing, payments.offers),
    };
  });
}

/**
 * The line and the last day with and without an amount; nothing is changed.
 * Errors: `UnknownContract`, `amount-invalid`.
 */
export async function readTopUpPreview(
  core: Core,
  contractNumber: string,
  amountKopecks: number,
): Promise<TopUpPreview> {
  requireAmount(core, amountKopecks);
  const { forecastDays, untilHorizonDays } = core.profile.billing;
  return inSnapshot(core, async (trx) => {
    const reading = await readStart(core, trx, contractNumber);
    const { start, simulation } = reading;
    const { after, ...atOnce } = previewTopUp(start, amountKopecks);
    const then = simulate(after, forecastDays, untilHorizonDays);
    return {
      amountKopecks,
      before: {
        balanceKopecks: start.state.balanceKopecks,
        lastDay: simulation.lastDay,
        reception: receptionIn(core, reading),
      },
      after: {
        balanceKopecks: after.state.balanceKopecks,
        lastDay: then.lastDay,
        receptionOn: after.state.status === 'active',
      },
      points: [...then.points],
      ...atOnce,
    };
  });
}

/**
 * What a payment slip of an amount says; null: the slip leaves it open.
 * Errors: `UnknownContract`, `amount-invalid`.
 */
export async function readSlip(core: Core, contractNumber: string, amountKopecks: number | null): Promise<Slip> {
  if (amountKopecks !== null) requireAmount(core, amountKopecks);
  const { requisites } = core.profile;
  const row = await core.db
    .selectFrom('contracts')
    .select(['surname', 'first_name', 'patronymic', 'address'])
    .where('number', '=', contractNumber)
    .executeTakeFirst();
  if (row === undefined) throw new UnknownContract();
  const { surname, first_name: firstName, patronymic, address } = row;
  const purpose = slipPurpose(contractNumber);
  const { name, inn, kpp, account, bank, bik, correspondentAccount } = requisites;
  const holder = { surname, firstName, patronymic };
  return {
    contractNumber,
    holder: [surname, firstName, patronymic].filter((part) => part !== null).join(' '),
    address,
    amountKopecks: amountKopecks ?? 0,
    purpose,
    recipient: { name, inn, kpp, account, bank, bik, correspondentAccount },
    qr: slipCode({ requisites, contractNumber, holder, address, amountKopecks, purpose }),
  };
}
