import { sessionEnd, type SessionEndCode } from '#protocol/events/events.ts';
import { problem, type Failure } from '#protocol/errors/problem.ts';
import type { HttpAnswer, LineError } from './http.ts';

const MAX_RETRY_AFTER_MS = 3_600_000;

/** `Retry-After` in ms: whole seconds only; a date would need two clocks to agree. */
export function retryAfterMs(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Math.min(Number(header) * 1000, MAX_RETRY_AFTER_MS) : null;
}

/** The numbered failure of an answer that is none of success. */
export function failureOf(answer: HttpAnswer): Failure {
  const wait = retryAfterMs(answer.retryAfter);
  const waiting = wait === null ? {} : { retryAfterMs: wait };
  const known = problem.safeParse(answer.body);
  if (known.success) {
    const { code, triesLeft, fields, email, minKopecks, maxKopecks, reasons } = known.data;
    const told = known.data.retryAfterMs;
    const failure: Failure = {
      code,
      ...waiting,
      ...(told === undefined ? {} : { retryAfterMs: told }),
      ...(triesLeft === undefined ? {} : { triesLeft }),
      ...(fields === undefined ? {} : { fields }),
      ...(email === undefined ? {} : { email }),
      ...(minKopecks === undefined ? {} : { minKopecks }),
      ...(maxKopecks === undefined ? {} : { maxKopecks }),
      ...(reasons === undefined ? {} : { reasons }),
    };
    // The service itself says that it does nothing now; a gateway’s 503 says nothing of the kind.
    return code === 'service-unavailable' ? markNotDone(failure) : failure;
  }
  // Not the service's own words: something between it and us answered (a gateway), or it is broken.
  if (answer.status === 429) return { code: 'too-many-requests', ...waiting };
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
    return { code: 'service-unavailable', ...waiting };
  }
  return { code: answer.status >= 500 ? 'service-failed' : 'service-answer-invalid' };
}

/** The numbered failure of no answer. */
export function failureOfLine(error: LineError): Failure {
  const failure: Failure = { code: error.timedOut ? 'service-timeout' : 'service-unreachable' };
  return typeof error.cause === 'string' && neverConnected(error.cause) ? markNotDone(failure) : failure;
}

/** Reasons of Chromium's network stack after which the request cannot have reached the service. */
const chromiumReasons = new Set([
  'ERR_CONNECTION_REFUSED',
  'ERR_CONNECTION_TIMED_OUT',
  'ERR_NAME_NOT_RESOLVED',
  'ERR_NAME_RESOLUTION_FAILED',
  'ERR_ADDRESS_UNREACHABLE',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_PROXY_CONNECTION_FAILED',
  'ERR_TUNNEL_CONNECTION_FAILED',
]);
/** The same of Node, where tests and tools use its `fetch`. */
const nodeReasons = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function neverConnected(reason: string): boolean {
  // A certificate is checked before the request is sent.
  return chromiumReasons.has(reason) || nodeReasons.has(reason) || reason.startsWith('ERR_CERT_');
}
const notDone = new WeakSet<Failure>();

/** Marks a failure after which it is certain that the service has done nothing of what was asked. */
export function markNotDone(failure: Failure): Failure {
  notDone.add(failure);
  return failure;
}

/**
 * Whether the service may have done what was asked although it did not say so: no answer, an answer of something between,
 * one that cannot be read, or an error of its own after which part of the work may stand.
 */
export function mayBeDone(failure: Failure): boolean {
  const unclear =
    isLineFailure(failure) || failure.code === 'service-failed' || failure.code === 'service-answer-invalid';
  return unclear && !notDone.has(failure);
}

const lineCodes = new Set<Failure['code']>(['service-unreachable', 'service-timeout', 'service-unavailable']);

/** Failures that are about the line, not about the question: the same question may succeed later. */
export function isLineFailure({ code }: Failure): boolean {
  return lineCodes.has(code);
}

/** Failures after which the last known figures are still worth showing. */
export function isServiceFailure(failure: Failure): boolean {
  return (
    isLineFailure(failure) ||
    failure.code.startsWith('service-') ||
    failure.code.startsWith('database-') ||
    failure.code === 'storage-full' ||
    failure.code === 'too-many-requests'
  );
}

/** Refusals that end a session for good; anything else never signs out. */
export function endsSession(failure: Failure): failure is Failure & { readonly code: SessionEndCode } {
  return sessionEnd.shape.code.safeParse(failure.code).success;
}
