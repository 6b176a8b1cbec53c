/** Payments: top-ups through the payment provider, linked cards, and payments that the service makes itself. */
export { requireLinkedCard } from './linked-cards.ts';
export { readMethodSwitches } from './method-switches.ts';
export { paymentRoutes } from './payment-routes.ts';
export { createPayments, type Payments } from './payments.ts';
export { ledgerMethod } from './rules.ts';
export type {
  CardPaymentOrder,
  CardPaymentOutcome,
  CardPayments,
  SmsRefusal,
  TakeSmsPayment,
} from './server-payments.ts';
export type { PaymentTable } from './tables.ts';
