import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-error.ts';

/** A form's fields, each given once. */
export type FormFields = Readonly<Record<string, string>>;

const FORM_LIMIT_BYTES = 8 * 1024;

/**
 * Fields of an `application/x-www-form-urlencoded` text. A field given more than once makes a request of OAuth invalid
 * (RFC 6749, 3.1 and 3.2).
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
 * Makes the routes of this scope read forms, and nothing else. A form can be sent by a page of any origin, so a scope
 * that reads them has to be safe against that by itself.
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
