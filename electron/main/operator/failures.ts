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
    return {
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
  return { code: error.timedOut ? 'service-timeout' : 'service-unreachable' };
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
