import { z } from 'zod';
import { kopecks, language, localized } from '../primitives.ts';

/** An address of the operator that the program may open in the browser: https only. */
const link = z.url({ protocol: /^https$/ });

/** Numbers of the accounts' rules. Durations in ms. */
export const accountRules = z.object({
  passwordMinLength: z.int().positive(),
  passwordMaxLength: z.int().positive(),
  accessTokenMs: z.int().positive(),
  /** A lost answer to a refresh may be asked for again with the previous token this long. */
  refreshGraceMs: z.int().nonnegative(),
  ownSessionMs: z.int().positive(),
  sharedSessionMs: z.int().positive(),
  sharedIdleMs: z.int().positive(),
  /** Failures in a row before the first wait. */
  signInTries: z.int().positive(),
  signInFirstWaitMs: z.int().positive(),
  signInLongestWaitMs: z.int().positive(),
});

/** Numbers of billing and of the forecast. */
export const billingRules = z.object({
  /** Days left at which the subscriber is warned, largest first. */
  warnDaysLeft: z.array(z.int().positive()),
  forecastDays: z.int().positive(),
  /** How far ahead "you can watch until" looks before it says "for more than a year". */
  untilHorizonDays: z.int().positive(),
  /** Amounts offered for a top-up are whole multiples of this. */
  topUpStepKopecks: kopecks,
  /** The step when reception is off and a round sum is offered. */
  roundTopUpStepKopecks: kopecks,
  paymentMinKopecks: kopecks,
  paymentMaxKopecks: kopecks,
});

/**
 * What makes one operator differ from another: name, telephone, links, languages and every number of a rule.
 * Published by the service at `GET /v1/profile`, without sign-in; the program has none of it built in.
 */
export const operatorProfile = z.object({
  id: z.string(),
  brand: localized,
  /** As shown (`display`) and as dialled (`dial`, digits with an optional plus). */
  hotline: z.object({ display: z.string(), dial: z.string().regex(/^\+?\d{3,15}$/) }),
  smsShortNumber: z.string().regex(/^\d{3,6}$/),
  currency: z.literal('RUB'),
  timeZone: z.string(),
  languages: z.array(language).min(1),
  links: z.object({ site: link, topUp: link, help: link }),
  /** Hosts that links may lead to, exact names. */
  linkHosts: z.array(z.string()),
  accounts: accountRules,
  billing: billingRules,
});
export type OperatorProfile = z.infer<typeof operatorProfile>;
export type BillingRules = z.infer<typeof billingRules>;
export type AccountRules = z.infer<typeof accountRules>;
