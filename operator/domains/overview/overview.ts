import type { Overview } from '#protocol/api/overview.ts';
import { dayCharges, isActiveOn, readContractBilling, sumOf, UnknownContract } from '../contracts/index.ts';
import { packageDetails } from '../catalogue/index.ts';
import { addDays } from '../../platform/clock/days.ts';
import { instantOf, startOfDay } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { inSnapshot } from '../../platform/database/unit-of-work.ts';
import { nextDailyPrice, simulate } from '../forecast/index.ts';
import { newestEntries } from '../ledger/index.ts';
import { currentNews } from '../news/index.ts';
import { forecastEvents, receptionOf, suggestionsOf } from './overview-rules.ts';
import { readCards, readRecord } from './repository.ts';

/** Lines of the statement and pieces of news on the first screen. */
const entryCount = 10;
const newsCount = 5;

/**
 * All that the first screen says of a contract, as of one moment. Whether the asker may see it is asked before.
 * @param label what the subscriber calls the contract
 * Errors: `UnknownContract`.
 */
export async function readOverview(core: Core, contractNumber: string, label: string | null): Promise<Overview> {
  const { billing: rules, timeZone } = core.profile;
  return inSnapshot(core, async (trx) => {
    const now = core.clock.now();
    const today = core.dayOf(now);
    const record = await readRecord(trx, contractNumber);
    const contract = record && (await readContractBilling(trx, contractNumber, today, false));
    if (record === undefined || contract == null) throw new UnknownContract();
    const { state } = contract;
    const details = await packageDetails(trx, [...new Set(state.packages.map((item) => item.id))]);
    const packages = state.packages.flatMap((item) => {
      const found = details.get(item.id);
      return found === undefined || !isActiveOn(item, today) ? [] : [{ ...found, endsOn: item.endsOn }];
    });
    const base = packages.find((item) => item.kind === 'base');
    if (base === undefined) throw new Error('A contract has no base package today.');
    const start = { state, today, chargedTodayKopecks: contract.chargedKopecks };
    const simulation = simulate(start, rules.forecastDays, rules.untilHorizonDays);
    const names = new Map([...details].map(([id, { name }]) => [id, name]));
    const tomorrow = addDays(today, 1);
    const tomorrowCharge = simulation.points[1]?.chargeKopecks ?? 0;
    return {
      now: instantOf(now),
      today,
      contract: { ...record, label, status: state.status, tariff: base.name },
      reception: receptionOf(start, simulation, contract.statusSince, core.dayOf(contract.statusSince), rules),
      balanceKopecks: state.balanceKopecks,
      nextCharge:
        state.status !== 'active' || tomorrowCharge === 0
          ? null
          : { at: instantOf(startOfDay(tomorrow, timeZone)), day: tomorrow, amountKopecks: tomorrowCharge },
      dailyKopecks: sumOf(dayCharges(state.packages, today)),
      nextDailyPrice: nextDailyPrice(start, rules.forecastDays),
      promise:
        state.promise === null ? null : { amountKopecks: state.promise.outstandingKopecks, dueOn: state.promise.dueOn },
      forecast: { points: [...simulation.points], events: forecastEvents(start, simulation, names, rules) },
      ...suggestionsOf(start, simulation, rules),
      packages,
      cards: await readCards(trx, contractNumber, state.status),
      entries: await newestEntries(trx, contract.accountId, state.balanceKopecks, entryCount),
      news: await currentNews(trx, now, today, newsCount),
    };
  });
}
