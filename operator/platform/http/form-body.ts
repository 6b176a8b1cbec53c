import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

/** Form fields; each name occurs once. */
export type FormFields = Readonly<Record<string, string>>;

const FORM_LIMIT_BYTES = 8 * 1024;

/**
 * Parses `application/x-www-form-urlencoded` text. A repeated field is an invalid OAuth request (RFC 6749, 3.1 and
 * 3.2).
 *
 * @throws `input-invalid`
 */
export function readForm(text: string): FormFields {
  const fields: [string, string][] = [...new URLSearchParams(text)];
  if (new Set(fields.map(([name]) => name)).size !== fields.length) {
    throw new ProblemError('input-invalid', { fields: [] });
  }
  return Object.fromEntries(fields);
}

/**
 * Makes the routes of this scope accept form bodies only. Any origin can submit a form, so the scope needs its own
 * protection against cross-site requests.
 */
export function readFormsOnly(
  scope: Pick<FastifyInstance, 'removeAllContentTypeParsers' | 'addContentTypeParser'>,
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    (_request, body, done) => {
      try {
        done(null, readForm(String(body)));
      } catch (error) {
        done(error instanceof Error ? error : new Error('unreadable form'));
      }
    },
  );
}
