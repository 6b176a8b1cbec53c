import type { PaymentSystemFault } from '#protocol/api/console.ts';

/** What goes wrong at the payment system at the moment, until told otherwise or until it starts again. */
export type Faults = { -readonly [K in keyof PaymentSystemFault]: PaymentSystemFault[K] };

export function noFaults(): Faults {
  return { down: false, lostWebhooks: false, doubledWebhooks: false };
}
