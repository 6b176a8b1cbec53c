/**
 * Why something is not possible now, by a stable code and the number that people and support name. A reason is a
 * fact, not an error: it is known before a button is pressed. Words in three languages: `src/features/reasons`.
 */
export const reasonNumbers = {
  'promise-running': 11,
  'promise-too-soon': 12,
  'promise-never-paid': 13,
  'promise-suspended': 14,
  'promise-too-large': 15,
  'promise-not-needed': 16,
  'payment-being-checked': 21,
  'method-off': 31,
  'method-day-limit': 32,
  'method-month-limit': 33,
  'method-request-open': 34,
  'contract-closed': 41,
} as const;
export type ReasonCode = keyof typeof reasonNumbers;
export const reasonCodes = Object.keys(reasonNumbers) as [ReasonCode, ...ReasonCode[]];
