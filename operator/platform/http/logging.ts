import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { LoggerOptions } from 'pino';

const EMAIL = /[^\s"'<>@,;:()[\]\\]{1,64}@[^\s"'<>@,;:()[\]\\]{1,255}/g;
/** Access and refresh tokens: 43 base64url characters with no base64url character next to them. */
const TOKEN = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g;
const PASSWORD_FIELD = /("(?:password|authorization|accessToken|refreshToken|email)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/**
 * Redacts secrets and e-mail addresses in a log line. Works on the finished line, so that messages of database drivers
 * ("Key (email)=(…) already exists") are covered too.
 */
export function scrub(line: string): string {
  return line.replace(PASSWORD_FIELD, '$1"[removed]"').replace(EMAIL, '[e-mail]').replace(TOKEN, '[token]');
}

/** Destination of log lines. Default: standard error, because standard output carries machine-readable lines. */
export interface LogSink {
  write(line: string): void;
}

/**
 * Options of the service's logger: structured, without request URLs (they contain contract numbers), headers or bodies.
 *
 * @param level pino's level; `silent` for none
 */
export function loggerOptions(level: string, sink: LogSink): LoggerOptions & { stream: LogSink } {
  return {
    level,
    base: null,
    redact: {
      paths: [
        'authorization',
        'headers',
        'req.headers',
        'body',
        'password',
        '*.password',
        '*.authorization',
        '*.email',
      ],
      censor: '[removed]',
    },
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions.url ?? null }),
    },
    stream: {
      write(line: string): void {
        sink.write(scrub(line));
      },
    },
  };
}

/** Logs one line per finished request: method, route pattern (never the URL), status, duration. */
export function logFinished(log: FastifyBaseLogger, request: FastifyRequest, status: number, ms: number): void {
  log.info(
    { method: request.method, route: request.routeOptions.url ?? null, status, ms: Math.round(ms * 10) / 10 },
    'request finished',
  );
}
