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
  // Money.
  'payee-not-found': { status: 404 },
  'contract-closed': { status: 409 },
  'amount-invalid': { status: 422 },
  'method-unavailable': { status: 409 },
  'method-limit': { status: 409 },
  'payment-open': { status: 409 },
  'payment-not-found': { status: 404 },
  'payment-not-settled': { status: 409 },
  'payment-system-unavailable': { status: 503 },
  'card-not-found': { status: 404 },
  'promise-refused': { status: 409 },
  'promise-changed': { status: 409 },
  'idempotency-key-missing': { status: 400 },
  'idempotency-key-reused': { status: 422 },
  'idempotency-key-running': { status: 409 },
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
  'profile-folder-unwritable': { status: null },
  'store-damaged': { status: null },
  'store-newer': { status: null },
  'clock-differs': { status: null },
  'link-refused': { status: null },
  'browser-not-opened': { status: null },
  'provider-denied': { status: null },
  'provider-timeout': { status: null },
  'provider-answer-invalid': { status: null },
  'session-locked': { status: null },
  'file-not-saved': { status: null },
  'statement-too-long': { status: null },
  'payment-unknown': { status: null },
  'outcome-unknown': { status: null },
  'payment-page-failed': { status: null },
  'payment-page-refused': { status: null },
  'payments-unreadable': { status: null },
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
