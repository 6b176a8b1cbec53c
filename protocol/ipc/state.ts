import { z } from 'zod';
import { account } from '../api/sessions.ts';
import { identityProvider } from '../api/identity.ts';
import { contractOverview } from '../api/overview.ts';
import { payeeNumber, payment, paymentMethod } from '../api/payments.ts';
import { operatorProfile } from '../api/profile.ts';
import { errorCode } from '../errors/catalogue.ts';
import { computer, contractNumber, instant, kopecks, language } from '../primitives.ts';
import { screen, topic } from '../topics.ts';

/** Where the session of this program stands. No token is ever part of it. */
export const sessionStatus = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('signed-out'),
    /** Why, when it was not the person's own wish. */
    because: errorCode.nullable(),
  }),
  /** A kept session is being opened. */
  z.object({ state: z.literal('restoring') }),
  z.object({
    state: z.literal('signed-in'),
    computer,
    account,
    expiresAt: instant,
    /** True when the session outlives the program's end (own computer with a working key store). */
    kept: z.boolean(),
  }),
  /** Signed in on one's own computer, and locked: nothing of the account is answered until it is unlocked. */
  z.object({
    state: z.literal('locked'),
    email: z.string().nullable(),
    name: z.string().nullable(),
    /** Ways to unlock here, the best first. `system`: Touch ID. */
    methods: z.array(z.enum(['system', 'password'])),
    because: z.enum(['start', 'idle', 'asked']),
  }),
]);
export type SessionStatus = z.infer<typeof sessionStatus>;

/**
 * Where a sign-in came to. `two-step` and `link` are questions that main keeps the secrets of: the renderer answers
 * with a code or a password alone.
 */
export const signInOutcome = z.discriminatedUnion('step', [
  z.object({ step: z.literal('signed-in'), status: sessionStatus }),
  z.object({ step: z.literal('two-step'), expiresInMs: z.int().positive() }),
  /** An account has the network's e-mail address already: its password links the two. */
  z.object({ step: z.literal('link'), provider: identityProvider, email: z.string() }),
]);
export type SignInOutcome = z.infer<typeof signInOutcome>;

/** The session ends by idling in so many ms unless the person does something; null: it does not. */
export const idleWarning = z.object({ endsInMs: z.int().nonnegative() }).nullable();
export type IdleWarning = z.infer<typeof idleWarning>;

/** A form that a link from a letter opened. Its one-time token stays in main. */
export const linkForm = z.enum(['confirm-registration', 'reset-password', 'confirm-email']);
export type LinkForm = z.infer<typeof linkForm>;

/** When the program on one's own computer locks itself: never, or at each start and after so many idle minutes. */
export const lockAfter = z.enum(['never', '5', '15', '30']);
export type LockAfter = z.infer<typeof lockAfter>;

/** The connection to the operator service. */
export const connectionStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('up') }),
  z.object({ state: z.literal('down'), code: errorCode, since: instant }),
]);
export type ConnectionStatus = z.infer<typeof connectionStatus>;

/** Settings of the program on this computer. */
export const settings = z.object({
  language,
  theme: z.enum(['system', 'light', 'dark']),
  lockAfter,
});
export type Settings = z.infer<typeof settings>;
export const settingsPatch = settings.partial();
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** The overview: fresh from the service, or from the cache with the moment it was fetched and why it is not fresh. */
export const shownOverview = z.object({
  overview: contractOverview,
  freshness: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('live') }),
    z.object({ kind: z.literal('cached'), at: instant, because: errorCode }),
  ]),
});
export type ShownOverview = z.infer<typeof shownOverview>;

/** A notice that main raises by itself; shown until dismissed. */
export const notice = z.object({ code: errorCode, since: instant });
export type Notice = z.infer<typeof notice>;

/**
 * A payment started by this program, until the person dismisses its result. The main process stores it with its key and body
 * before the request is sent; on the person's own computer it survives a restart.
 *
 * `sending`: the request is in flight. `at-page`: the payment window is open. `waiting`: confirmed elsewhere (a phone or a
 * bank's app). `checking`: the outcome is unknown and is polled. `settled`: `payment.status` is final. `not-sent`: the payment
 * was certainly not created; no money moved.
 */
export const trackedPayment = z.object({
  /** Id in the verbs; not the idempotency key. */
  id: z.string().min(1).max(80),
  payee: payeeNumber,
  maskedName: z.string(),
  contractNumber: contractNumber.nullable(),
  amountKopecks: kopecks,
  method: paymentMethod,
  phase: z.enum(['sending', 'at-page', 'waiting', 'checking', 'settled', 'not-sent']),
  /** Why it is `checking`; null otherwise, or not known. */
  because: z.enum(['line', 'window-closed', 'restart', 'page-failed', 'page-refused']).nullable(),
  startedAt: instant,
  /** When the connection was lost or the window closed. */
  brokeAt: instant.nullable(),
  lastAskedAt: instant.nullable(),
  /** Last answer of the service; null: none yet. */
  payment: payment.nullable(),
});
export type TrackedPayment = z.infer<typeof trackedPayment>;

/** Tracked payments, newest first. While one is neither `settled` nor `not-sent`, no other can start. */
export const trackedPayments = z.object({ payments: z.array(trackedPayment) });
export type TrackedPayments = z.infer<typeof trackedPayments>;

/** A file that is being written for the person; null: none is. `share` from 0 to 1, null when the size is not known. */
export const saving = z
  .object({
    what: z.enum(['statement', 'slip', 'receipt']),
    lines: z.int().nonnegative(),
    share: z.number().nullable(),
  })
  .nullable();
export type Saving = z.infer<typeof saving>;

/** What came of saving a file: `called-off` also when the person chose no file. */
export const saveOutcome = z.enum(['saved', 'called-off']);
export type SaveOutcome = z.infer<typeof saveOutcome>;

/** Topics whose queries are stale; `contractNumber` null: of every contract. */
export const dataChange = z.object({
  topics: z.array(topic),
  contractNumber: contractNumber.nullable(),
});
export type DataChange = z.infer<typeof dataChange>;

/** A screen that main opens (a notification or a menu item was clicked). */
export const navigation = z.object({
  screen,
  contractNumber: contractNumber.nullable(),
});
export type Navigation = z.infer<typeof navigation>;

/** Pages of the demo console, in menu order. */
export const demoPages = ['demo-mailbox', 'demo-phone', 'demo-payments', 'demo-faults', 'demo-clock'] as const;
export type DemoPage = (typeof demoPages)[number];

/**
 * A link to open in the system: one that the profile names, the hotline, or a page of the demo console (demo mode only).
 * The renderer never passes an address.
 */
export const linkRequest = z.object({ target: z.enum(['site', 'top-up', 'help', 'hotline', ...demoPages]) });
export type LinkRequest = z.infer<typeof linkRequest>;

/**
 * What the first paint needs, written by main into the page itself (a JSON block), so that the right theme,
 * language and form stand there before any question is asked. No secret and nothing of a person is in it.
 */
export const bootState = z.object({
  language,
  theme: z.enum(['system', 'light', 'dark']),
  platform: z.enum(['windows', 'macos', 'linux']),
  version: z.string(),
  session: z.enum(['signed-out', 'restoring']),
  /** The profile as last published; null on the very first start. */
  profile: operatorProfile.nullable(),
});
export type BootState = z.infer<typeof bootState>;
