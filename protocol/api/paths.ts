/** Paths of the operator API, as the client calls them and the service mounts them. */
export const paths = {
  live: '/health/live',
  ready: '/health/ready',
  profile: '/v1/profile',
  demoSubscribers: '/v1/demo/subscribers',
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
  overview: '/v1/contracts/:contractNumber/overview',
  topUpTerms: '/v1/contracts/:contractNumber/top-up',
  topUpPreview: '/v1/contracts/:contractNumber/top-up/preview',
  promise: '/v1/contracts/:contractNumber/promise',
  statement: '/v1/contracts/:contractNumber/statement',
  statementCsv: '/v1/contracts/:contractNumber/statement.csv',
  statementXlsx: '/v1/contracts/:contractNumber/statement.xlsx',
  spending: '/v1/contracts/:contractNumber/spending',
  slip: '/v1/contracts/:contractNumber/slip',
  autopay: '/v1/contracts/:contractNumber/autopay',
  payees: '/v1/payees',
  paymentMethods: '/v1/payment-methods',
  payments: '/v1/payments',
  paymentByKey: '/v1/payments/by-key/:key',
  payment: '/v1/payments/:paymentId',
  paymentCheck: '/v1/payments/:paymentId/check',
  paymentCancellation: '/v1/payments/:paymentId/cancellation',
  paymentReceipt: '/v1/payments/:paymentId/receipt',
  linkedCards: '/v1/account/cards',
  linkedCard: '/v1/account/cards/:cardId',
  /** Where the payment system leads the payer back to; says nothing about the payment. */
  paymentReturn: '/payments/return',
  /** Where the payment system tells what became of an order: signed, see docs/payments.md. */
  paymentWebhook: '/payments/webhook',
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

/** The overview's path of one contract. */
export function overviewPath(contractNumber: string): string {
  return paths.overview.replace(':contractNumber', encodeURIComponent(contractNumber));
}

/** A path with its `:name` parts filled in, each encoded. */
export function fillPath(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/:([a-zA-Z]+)/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
}
