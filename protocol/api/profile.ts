import { z } from 'zod';
import { operation } from '../operation.ts';
import { instant, kopecks, language, localized } from '../primitives.ts';
import { identityProvider } from './identity.ts';
import { paymentMethod } from './payments.ts';

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
  /** How long before a session ends by idling the person is warned. */
  idleWarningMs: z.int().positive(),
  /** Life of the link in a letter: to confirm an address, and to set a new password. */
  confirmLinkMs: z.int().positive(),
  resetLinkMs: z.int().positive(),
  /** Another letter, or another code by SMS, can be asked for after this. */
  letterAgainMs: z.int().positive(),
  codeAgainMs: z.int().positive(),
  /** At most so many letters of one kind to one address within an hour. */
  lettersAnHour: z.int().positive(),
  phoneCodeMs: z.int().positive(),
  phoneCodeTries: z.int().positive(),
  /** The second step at sign-in: how long it is asked for, and how many tries it has. */
  twoStepMs: z.int().positive(),
  twoStepTries: z.int().positive(),
  /** How long the secret of a second step that is being set up waits for its first code. */
  twoStepSetupMs: z.int().positive(),
  recoveryCodes: z.int().positive(),
  /** OAuth: life of an authorization request, of its code and of the ticket given for the code. */
  oauthRequestMs: z.int().positive(),
  oauthCodeMs: z.int().positive().max(60_000),
  identityTicketMs: z.int().positive(),
  /** An account without a password changes how one gets in only within this time after signing in. */
  freshSessionMs: z.int().positive(),
  /** Wrong contract details in a row before the first wait. */
  completionTries: z.int().positive(),
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

/** Numbers of the promised payment. */
export const promiseRules = z.object({
  minKopecks: kopecks,
  maxKopecks: kopecks,
  stepKopecks: kopecks,
  feeKopecks: kopecks,
  termDays: z.int().positive(),
  everyDays: z.int().positive(),
});

/** A way of paying as the operator offers it. */
export const paymentMethodRules = z.object({
  id: paymentMethod,
  name: localized,
  takes: localized,
  hint: localized.nullable(),
  /** Switched off, with the reason that people read; `until` null: nobody knows. */
  off: z.object({ note: localized, until: instant.nullable() }).nullable(),
  minKopecks: kopecks,
  maxKopecks: kopecks,
  dayMaxKopecks: kopecks.nullable(),
  monthMaxKopecks: kopecks.nullable(),
  feeKopecks: kopecks,
  /** What has to stay on the phone's account; null for other methods. */
  mustRemainKopecks: kopecks.nullable(),
  /** How long a payment waits for the payer. */
  expiresMs: z.int().positive(),
});

/** Numbers of payments. Durations in ms. */
export const paymentRules = z.object({
  methods: z.array(paymentMethodRules),
  /** How many amounts are named by what they buy. */
  offers: z.int().positive(),
  idempotencyKeyMs: z.int().positive(),
  /** How long a request under one key may run before another try takes over. */
  requestLeaseMs: z.int().positive(),
  /** How old or early a webhook's signature may be. */
  webhookToleranceMs: z.int().positive(),
  /** The service asks the payment system about an open payment this often when nothing is heard of it. */
  reconcileMs: z.int().positive(),
  /** A payment that ended without money is asked about for so long after its end: money that moved late counts too. */
  lateForMs: z.int().positive(),
  /** And this often. */
  lateEveryMs: z.int().positive(),
  /** Webhooks taken are remembered so long, to be known when they come again. */
  noticesMs: z.int().positive(),
  /** The program asks about a payment whose outcome it does not know this often. */
  askEveryMs: z.int().positive(),
  smsMinKopecks: kopecks,
  smsMaxKopecks: kopecks,
  autopayNoticeDays: z.int().nonnegative(),
});

/** A way to pay outside the program, step by step. */
export const otherWay = z.object({
  id: z.enum(['transfer', 'bank-office', 'terminal', 'post-office', 'sms']),
  name: localized,
  fee: localized,
  takes: localized,
  steps: z.array(localized).min(1),
});

/** Who receives money, as transfers, slips and letterheads name it. */
export const requisites = z.object({
  name: z.string(),
  address: z.string(),
  inn: z.string(),
  kpp: z.string(),
  account: z.string(),
  bank: z.string(),
  bik: z.string(),
  correspondentAccount: z.string(),
});

/**
 * What differs between operators: name, telephone, links, languages and every number of a rule. The service publishes it;
 * nothing of it is built into the program.
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
  /** Social networks offered, in this order; one that is off is absent from the program. */
  identityProviders: z.array(z.object({ id: identityProvider, name: localized, enabled: z.boolean() })),
  /** Text of the consent to advertising messages; the version is stored with each consent. */
  advertisingConsent: z.object({ version: z.string().min(1).max(40), text: localized }),
  billing: billingRules,
  promises: promiseRules,
  payments: paymentRules,
  otherWays: z.array(otherWay),
  requisites,
  /** What a message to the short number begins with. */
  smsKeyword: z.string().regex(/^[a-z]+$/),
});
export type OperatorProfile = z.infer<typeof operatorProfile>;
export type BillingRules = z.infer<typeof billingRules>;
export type PromiseRules = z.infer<typeof promiseRules>;
export type PaymentRules = z.infer<typeof paymentRules>;
export type PaymentMethodRules = z.infer<typeof paymentMethodRules>;
export type OtherWay = z.infer<typeof otherWay>;
export type Requisites = z.infer<typeof requisites>;
export type AccountRules = z.infer<typeof accountRules>;

/** The operator profile. */
export const profile = {
  read: operation({
    id: 'profile.read',
    method: 'GET',
    path: '/v1/profile',
    tag: 'profile',
    summary: 'The operator profile: names, links, languages and the numbers of all rules.',
    answers: { 200: operatorProfile },
    errors: [],
    auth: 'none',
    send: 'repeat',
    changes: [],
    exposed: true,
  }),
};
