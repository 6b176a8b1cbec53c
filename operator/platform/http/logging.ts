import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { LoggerOptions } from 'pino';

const EMAIL = /[^\s"'<>@,;:()[\]\\]{1,64}@[^\s"'<>@,;:()[\]\\]{1,255}/g;
/** Access and refresh tokens: 43 characters of base64url that stand alone. */
const TOKEN = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g;
const PASSWORD_FIELD = /("(?:password|authorization|accessToken|refreshToken|email)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/**
 * Takes secrets and addresses of persons out of a line of the log. It works on the finished line, so that a
 * driver's message ("Key (email)=(…) already exists") is covered as well as our own fields.
 */
export function scrub(line: string): string {
  return line.replace(PASSWORD_FIELD, '$1"[removed]"').replace(EMAIL, '[e-mail]').replace(TOKEN, '[token]');
}

/** Where lines of the log go: standard output is kept for machines, so standard error by default. */
export interface LogSink {
  write(line: string): void;
}

/**
 * Options of the service's logger: structured, without addresses asked for (they carry contract numbers), headers
 * or bodies.
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

/** One line a finished request: method, route (never the address itself), status, duration. */
export function logFinished(log: FastifyBaseLogger, request: FastifyRequest, status: number, ms: number): void {
  log.info(
    { method: request.method, route: request.routeOptions.url ?? null, status, ms: Math.round(ms * 10) / 10 },
    'request finished',
  );
}
