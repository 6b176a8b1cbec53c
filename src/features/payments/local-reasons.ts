import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';

/** A reason without facts that the program itself creates. */
export function localReason(code: ReasonCode, action: Reason['action'], amountKopecks: number | null = null): Reason {
  return { code, number: reasonNumbers[code], liftsOn: null, liftsAt: null, amountKopecks, note: null, action };
}
