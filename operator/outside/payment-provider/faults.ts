import type { PaymentSystemFault } from '#protocol/api/console.ts';

/** Active simulated faults of the payment system; reset at start. */
export type Faults = { -readonly [K in keyof PaymentSystemFault]: PaymentSystemFault[K] };

export function noFaults(): Faults {
  return { down: false, lostWebhooks: false, doubledWebhooks: false };
}
