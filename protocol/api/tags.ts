/** Groups of the operations in the OpenAPI document, in its order, with their descriptions. */
export const tags = {
  accounts: 'Registration, sign-in, sessions and two-step sign-in.',
  security: 'Settings of the account: password, e-mail, phone, consents, personal data and deletion.',
  'social sign-in': 'Sign-in through social networks: the OAuth 2 authorization server, and linked networks.',
  contracts: 'Contracts of the account.',
  statement: 'Movements on a contract, spending and exports.',
  payments: 'Top-ups, payment methods, payments, receipts and linked cards.',
  'promised payment': 'Promised payments: reception on credit for a few days.',
  autopay: 'Automatic top-ups by a linked card.',
  events: 'The event stream (Server-Sent Events).',
  profile: 'The operator profile: names, links, languages and the limits of all rules.',
  pages: 'HTML pages that a browser opens from e-mails and after a payment.',
  'payment system': 'Requests that the payment system sends to the operator.',
  health: 'Health checks.',
  reference: 'This reference.',
  demo: 'Demo data; only where the service runs on it.',
  console: 'The operator console: the clock, cash payments and the simulated external systems. Only on loopback.',
} as const;

/** Name of a group of operations. */
export type Tag = keyof typeof tags;
