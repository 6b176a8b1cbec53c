import { z } from 'zod';
import { operation } from '../operation.ts';
import { cardNumber, contractNumber, day, instant, kopecks, localized } from '../primitives.ts';
import { topUpMethods } from './statement-kinds.ts';

/** The subscriber's agreement as the operator has it on record. */
export const contractInfo = z.object({
  number: contractNumber,
  /** What the subscriber calls it ("Home"); null when never named. */
  label: z.string().nullable(),
  holder: z.object({ surname: z.string(), firstName: z.string(), patronymic: z.string().nullable() }),
  address: z.string(),
  signedOn: day,
  status: z.enum(['active', 'blocked', 'suspended', 'closed']),
  /** Name of the base package. */
  tariff: localized,
  contacts: z.object({ phone: z.string().nullable(), email: z.string().nullable() }),
});
export type ContractInfo = z.infer<typeof contractInfo>;

/** Can the subscriber watch, and until when. */
export const reception = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('on'),
    /** Last day of reception ("until D" means D is the last day); null: beyond the profile's horizon. */
    lastDay: day.nullable(),
    /** Whole days of reception left after today; null as above. */
    daysLeft: z.int().nonnegative().nullable(),
  }),
  z.object({
    state: z.literal('blocked'),
    since: instant,
    /** What is owed, exact. */
    missingKopecks: kopecks,
    /** The smallest top-up that brings reception back: `missing` rounded up to the profile's step. */
    backOnKopecks: kopecks,
  }),
  z.object({ state: z.literal('suspended'), since: day, resumesOn: day }),
]);
export type Reception = z.infer<typeof reception>;

/** The balance after the given day's charge, and whether reception is on during that day. */
export const forecastPoint = z.object({
  day,
  chargeKopecks: kopecks,
  balanceKopecks: kopecks,
  reception: z.enum(['on', 'off']),
});
export type ForecastPoint = z.infer<typeof forecastPoint>;

/** A day of the forecast on which something changes. `day` is the first day on which it is so. */
export const forecastEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('package-ends'), day, name: localized }),
  z.object({ kind: z.literal('promise-due'), day, amountKopecks: kopecks }),
  z.object({ kind: z.literal('reception-stops'), day }),
]);
export type ForecastEvent = z.infer<typeof forecastEvent>;

/**
 * The balance by day from today (the first point, as it is now) over the profile's `forecastDays`.
 * Prediction only: entries come from the ledger.
 */
export const forecast = z.object({
  points: z.array(forecastPoint).min(1),
  events: z.array(forecastEvent),
});
export type Forecast = z.infer<typeof forecast>;

/** An amount named by what it buys: reception to `lastDay` inclusive, and the line with it. */
export const suggestedTopUp = z.object({
  /** What reaches exactly `lastDay`, rounded up to the profile's step. */
  amountKopecks: kopecks,
  lastDay: day,
  points: z.array(forecastPoint).min(1),
});
export type SuggestedTopUp = z.infer<typeof suggestedTopUp>;

/** A package on the contract. `endsOn` is its last day when the subscriber has removed it. */
export const contractPackage = z.object({
  id: z.string(),
  name: localized,
  kind: z.enum(['base', 'add-on']),
  channels: z.int().nonnegative(),
  hdChannels: z.int().nonnegative(),
  uhdChannels: z.int().nonnegative(),
  monthlyKopecks: kopecks,
  endsOn: day.nullable(),
});
export type ContractPackage = z.infer<typeof contractPackage>;

/** A smart card in its receiver. `off` says why reception on it is off. */
export const contractCard = z.object({
  number: cardNumber,
  place: localized,
  receiver: z.string(),
  state: z.enum(['on', 'off-debt', 'off-suspension']),
});
export type ContractCard = z.infer<typeof contractCard>;

/** One line of the statement. A day's charges of all packages stand as one entry with `packages` naming how many. */
export const entry = z.object({
  id: z.string(),
  kind: z.enum([
    'opening',
    'daily-charge',
    'restore-charge',
    'top-up',
    'promise',
    'promise-return',
    'bonus',
    'correction',
    'refund',
  ]),
  at: instant,
  day,
  amountKopecks: kopecks,
  balanceAfterKopecks: kopecks,
  /** Packages charged, for charges. */
  packages: z.int().positive().nullable(),
  /** How the money came, for top-ups. */
  method: z.enum(topUpMethods).nullable(),
});
export type Entry = z.infer<typeof entry>;

/** A piece of news, a promotion, a bonus or planned works. */
export const newsItem = z.object({
  id: z.string(),
  kind: z.enum(['news', 'promotion', 'bonus', 'works']),
  title: localized,
  summary: localized,
  publishedAt: instant,
  /** Last day it concerns; null when open-ended. */
  until: day.nullable(),
});
export type NewsItem = z.infer<typeof newsItem>;

/** Everything on the first screen as of one moment, read in one transaction. */
export const contractOverview = z.object({
  now: instant,
  today: day,
  contract: contractInfo,
  reception,
  balanceKopecks: kopecks,
  /** The next daily charge; null while blocked or suspended. */
  nextCharge: z.object({ at: instant, day, amountKopecks: kopecks }).nullable(),
  /** A day's charge of the packages as they are today, of which nothing is rounded away over a month. */
  dailyKopecks: kopecks,
  /** The first later day from which a day costs otherwise, with that month's mean day price; null: none in sight. */
  nextDailyPrice: z.object({ day, meanKopecks: kopecks }).nullable(),
  promise: z.object({ amountKopecks: kopecks, dueOn: day }).nullable(),
  forecast,
  /** While on: to the end of the month in which reception would stop. While blocked: to the end of this month. Null: not needed. */
  topUpToMonthEnd: suggestedTopUp.nullable(),
  /** While blocked: a round sum at least as large as the one above. */
  roundTopUp: suggestedTopUp.nullable(),
  packages: z.array(contractPackage),
  cards: z.array(contractCard),
  /** The newest entries, newest first. */
  entries: z.array(entry),
  news: z.array(newsItem),
});
export type Overview = z.infer<typeof contractOverview>;

/** The overview of a contract. */
export const overview = {
  read: operation({
    id: 'overview.read',
    method: 'GET',
    path: '/v1/contracts/:contractNumber/overview',
    tag: 'contracts',
    summary: 'All that the first screen says of a contract, as of one moment.',
    params: z.object({ contractNumber }),
    answers: { 200: contractOverview },
    errors: ['input-invalid', 'contract-not-found'],
    auth: 'session',
    send: 'repeat',
    changes: [],
  }),
};
