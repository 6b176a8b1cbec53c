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
  /** HTML pages of the operator console; the program opens them in demo mode only. */
  consoleMailboxPage: '/console/mailbox',
  consolePhonePage: '/console/phone',
  consolePaymentsPage: '/console/payments-page',
  consoleFaultsPage: '/console/faults-page',
  consoleClockPage: '/console/time',
} as const;

/** A path with its `:name` parts filled in, each encoded. */
export function fillPath(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/:([a-zA-Z]+)/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
}
