import { z } from 'zod';
import { paymentId, paymentRequest } from '../api/payments.ts';
import { contractNumber, kopecks } from '../primitives.ts';
import { saveOutcome, trackedPayment, trackedPayments } from './state.ts';
import { message, noInput, verb } from './verb.ts';

const oneTracked = z.object({ id: trackedPayment.shape.id });

/** Payments that the main process tracks, and the documents about them. */
export const paymentVerbs = {
  /**
   * Creates a payment and opens its payment page where the method has one. A lost answer is not a failure: the payment is
   * then `checking`. Errors: those of `payments.create`; `service-…` only when the payment certainly was not created.
   */
  start: verb({
    id: 'payments.start',
    input: paymentRequest.omit({ language: true }),
    output: trackedPayment,
    auth: 'session',
  }),
  tracked: verb({ id: 'payments.tracked', input: noInput, output: trackedPayments, auth: 'session' }),
  /** Opens the payment page again, or focuses its window. Errors: `payment-page-failed`, `payment-page-refused`. */
  showPage: verb({ id: 'payments.showPage', input: oneTracked, output: z.null(), auth: 'session' }),
  /** Queries the current state of a payment. Errors: `payment-not-found`, `service-…`. */
  refresh: verb({ id: 'payments.refresh', input: oneTracked, output: trackedPayment, auth: 'session' }),
  /** Cancels a payment; one that was paid meanwhile stays paid. Errors: `payment-not-found`, `service-…`. */
  cancelTracked: verb({ id: 'payments.cancelTracked', input: oneTracked, output: trackedPayment, auth: 'session' }),
  /** Removes a finished payment from the list; an open one stays. */
  dismiss: verb({ id: 'payments.dismiss', input: oneTracked, output: trackedPayments, auth: 'session' }),
  /** Saves a payment slip as PDF. Without an amount the slip leaves it open. Errors: `file-not-saved`, `service-…`. */
  saveSlip: verb({
    id: 'payments.saveSlip',
    input: z.object({ contractNumber, amountKopecks: kopecks.positive().optional() }),
    output: saveOutcome,
    auth: 'self',
  }),
  /** Saves the confirmation of a payment as PDF. Errors: `payment-not-settled`, `file-not-saved`, `service-…`. */
  saveReceipt: verb({
    id: 'payments.saveReceipt',
    input: z.object({ paymentId }),
    output: saveOutcome,
    auth: 'self',
  }),
};

export const paymentMessages = {
  /** The tracked payments changed. */
  changed: message({ id: 'payments.changed', data: trackedPayments }),
};
