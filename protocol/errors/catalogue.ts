import { z } from 'zod';

/**
 * Every error a person can meet, by its stable code. `status` is the HTTP status when the service answers with
 * it; null when the program itself finds it. Words in three languages: texts.ru.ts, texts.en.ts, texts.sv.ts;
 * a page line each: docs/errors.md. A test fails when one of them lacks a code.
 */
export const catalogue = {
  // Getting in.
  'sign-in-failed': { status: 401 },
  'sign-in-throttled': { status: 429 },
  'session-expired': { status: 401 },
  'session-ended': { status: 401 },
  'session-idle': { status: 401 },
  'two-step-failed': { status: 401 },
  'two-step-expired': { status: 410 },
  'link-invalid': { status: 410 },
  'provider-unavailable': { status: 503 },
  'identity-ticket-expired': { status: 410 },
  'account-link-needed': { status: 409 },
  // The account.
  'password-wrong': { status: 403 },
  'password-throttled': { status: 429 },
  'password-missing': { status: 409 },
  'password-too-short': { status: 422 },
  'password-too-long': { status: 422 },
  'password-too-common': { status: 422 },
  'fresh-session-needed': { status: 403 },
  'contract-not-matched': { status: 422 },
  'contract-match-throttled': { status: 429 },
  'registration-complete': { status: 409 },
  'code-wrong': { status: 422 },
  'code-expired': { status: 410 },
  'two-step-already-on': { status: 409 },
  'two-step-not-on': { status: 409 },
  'identity-taken': { status: 409 },
  'provider-already-linked': { status: 409 },
  'last-way-in': { status: 409 },
  // Asking.
  'input-invalid': { status: 400 },
  'not-found': { status: 404 },
  'contract-not-found': { status: 404 },
  'too-many-requests': { status: 429 },
  'payload-too-large': { status: 413 },
  'request-refused': { status: 403 },
  // The service.
  'service-failed': { status: 500 },
  'service-unavailable': { status: 503 },
  'storage-full': { status: 507 },
  // Found by the program.
  'service-unreachable': { status: null },
  'service-timeout': { status: null },
  'service-answer-invalid': { status: null },
  'service-crashed': { status: null },
  'service-port-taken': { status: null },
  'database-newer': { status: null },
  'database-damaged': { status: null },
  'session-memory-only': { status: null },
  'session-unreadable': { status: null },
  'settings-unreadable': { status: null },
  'profile-folder-full': { status: null },
  'clock-differs': { status: null },
  'link-refused': { status: null },
  'browser-not-opened': { status: null },
  'provider-denied': { status: null },
  'provider-timeout': { status: null },
  'provider-answer-invalid': { status: null },
  'session-locked': { status: null },
  'file-not-saved': { status: null },
  unexpected: { status: null },
} as const satisfies Record<string, { status: number | null }>;

export type ErrorCode = keyof typeof catalogue;
export const errorCodes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]];
export const errorCode = z.enum(errorCodes);

/** The words of an error: what happened, whether money moved, what to do. */
export interface ErrorText {
  readonly happened: string;
  readonly money: string;
  readonly todo: string;
}
export type ErrorTexts = Readonly<Record<ErrorCode, ErrorText>>;
