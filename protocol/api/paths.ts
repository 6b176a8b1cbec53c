/** Paths of the operator API, as the client calls them and the service mounts them. */
export const paths = {
  sessions: '/v1/sessions',
  refresh: '/v1/sessions/refresh',
  currentSession: '/v1/sessions/current',
  unlock: '/v1/sessions/current/unlock',
  twoStepSignIn: '/v1/sessions/two-step',
  identitySignIn: '/v1/sessions/identity',
  identityLinkSignIn: '/v1/sessions/identity/link',
  registrations: '/v1/registrations',
  registrationLetter: '/v1/registrations/letter',
  registrationConfirmation: '/v1/registrations/confirmation',
  passwordResets: '/v1/password-resets',
  passwordResetCompletion: '/v1/password-resets/completion',
  accountContracts: '/v1/account/contracts',
  oauthMetadata: '/.well-known/oauth-authorization-server',
  oauthAuthorize: '/oauth/authorize',
  oauthCallback: '/oauth/callback/:provider',
  oauthToken: '/oauth/token',
  /** Pages in the browser that letters lead to; the one-time token is in the fragment, which no server sees. */
  letterPage: '/links/:purpose',
  events: '/v1/events',
  consoleClock: '/console/clock',
  consoleAdvance: '/console/clock/advance',
  consoleTopUps: '/console/top-ups',
  /** Pages of the console for people; the program opens them in demo mode alone. */
  consoleMailboxPage: '/console/mailbox',
  consolePhonePage: '/console/phone',
  consoleLetters: '/console/letters',
  consoleLetter: '/console/letters/:letterId',
  consoleMessages: '/console/messages',
  consoleIncomingMessages: '/console/messages/incoming',
  consolePayments: '/console/payments',
  consolePaymentsPage: '/console/payments-page',
  consoleFaultsPage: '/console/faults-page',
  consoleClockPage: '/console/time',
  /** A confirmation that waits on somebody's phone: of a mobile account, or an SBP code. */
  consolePhoneAnswer: '/console/payments/:orderId/phone-answer',
  consoleBankAnswer: '/console/payments/:orderId/bank-answer',
  consoleRefund: '/console/payments/:orderId/refund',
  consoleMethodFault: '/console/faults/methods/:method',
  consolePaymentFault: '/console/faults/payment-system',
  consoleLineFault: '/console/faults/line',
  consoleMailFault: '/console/faults/mail',
  consoleProviderFault: '/console/faults/identity/:provider',
} as const;

/** A path with its `:name` parts filled in, each encoded. */
export function fillPath(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/:([a-zA-Z]+)/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
}
