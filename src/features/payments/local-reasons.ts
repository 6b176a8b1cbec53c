import { reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';

/** A numbered reason that the program finds by itself, or by the code of an answer: without facts beside it. */
export function localReason(code: ReasonCode, action: Reason['action'], amountKopecks: number | null = null): Reason {
  return { code, number: reasonNumbers[code], liftsOn: null, liftsAt: null, amountKopecks, note: null, action };
}
