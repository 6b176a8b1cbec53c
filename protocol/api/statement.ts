import { z } from 'zod';
import { operation } from '../operation.ts';
import { contractNumber, day, kopecks, language, localized } from '../primitives.ts';
import { entry } from './overview.ts';
import { paymentMethod } from './payments.ts';
import { statementKinds } from './statement-kinds.ts';

export const statementKind = z.enum(statementKinds);
export type StatementKind = z.infer<typeof statementKind>;

/**
 * Query of `GET /v1/contracts/:contractNumber/statement`. Days inclusive; none: everything. `search` finds digits of an
 * amount ("698", "698,00"), a package's name or a method's; `cursor` is what the page before gave.
 */
export const statementQuery = z.object({
  from: day.optional(),
  to: day.optional(),
  kind: statementKind.optional(),
  packageId: z.string().max(80).optional(),
  method: z.string().max(40).optional(),
  search: z.string().trim().max(80).optional(),
  cursor: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type StatementQuery = z.infer<typeof statementQuery>;

/** A line of the statement: one movement, with the balance after it. */
export const statementEntry = entry.extend({
  /** What was charged, package by package, for charges. */
  charges: z.array(z.object({ packageId: z.string(), name: localized, amountKopecks: kopecks })),
  /** The payment behind a top-up made in the program or by SMS: a receipt can be had. */
  payment: z.object({ id: z.string(), method: paymentMethod, cardMask: z.string().nullable() }).nullable(),
});
export type StatementEntry = z.infer<typeof statementEntry>;

/** A page of the statement, newest first. Errors: `contract-not-found`, `input-invalid`. */
export const statementPage = z.object({
  entries: z.array(statementEntry),
  /** Null: this is the last page. */
  nextCursor: z.string().nullable(),
  /** Of the whole period, before filters; set on the first page alone. */
  totals: z
    .object({
      openingKopecks: kopecks,
      inKopecks: kopecks,
      outKopecks: kopecks,
      closingKopecks: kopecks,
      /** Lines that match, filters included. */
      count: z.int().nonnegative(),
    })
    .nullable(),
  /** Packages ever charged on the contract, for the filter; on the first page alone. */
  packages: z.array(z.object({ id: z.string(), name: localized })).nullable(),
});
export type StatementPage = z.infer<typeof statementPage>;

/** `GET …/spending?from&to`: what was charged, by calendar month and package. `month`: its first day. */
export const spending = z.object({
  months: z.array(
    z.object({
      month: day,
      totalKopecks: kopecks,
      packages: z.array(z.object({ packageId: z.string(), name: localized, amountKopecks: kopecks })),
    }),
  ),
});
export type Spending = z.infer<typeof spending>;

/** `GET …/statement.csv` and `…/statement.xlsx`: the query's lines, oldest first, streamed; `language` of the headings. */
export const exportFormats = ['csv', 'xlsx'] as const;

/** Query of the exports. No `language`: the first of ours in Accept-Language, else Russian. */
export const exportQuery = statementQuery.omit({ cursor: true, limit: true }).extend({ language: language.optional() });

/** Query of `GET …/spending`: days inclusive. */
export const spendingQuery = z.object({ from: day, to: day });

const ownContract = z.object({ contractNumber });
const usual = {
  method: 'GET',
  tag: 'statement',
  params: ownContract,
  errors: ['input-invalid', 'contract-not-found'],
  auth: 'session',
  send: 'repeat',
  changes: [],
} as const;

/** The statement of a contract, its spending and its exports. */
export const statement = {
  page: operation({
    ...usual,
    id: 'statement.page',
    path: '/v1/contracts/:contractNumber/statement',
    summary: 'A page of the statement, newest first, with the balance after each line.',
    query: statementQuery,
    answers: { 200: statementPage },
    exposed: true,
  }),
  spending: operation({
    ...usual,
    id: 'statement.spending',
    path: '/v1/contracts/:contractNumber/spending',
    summary: 'What was charged, by calendar month and package.',
    query: spendingQuery,
    answers: { 200: spending },
    exposed: true,
  }),
  csv: operation({
    ...usual,
    id: 'statement.csv',
    path: '/v1/contracts/:contractNumber/statement.csv',
    summary: 'The statement as CSV, oldest first.',
    query: exportQuery,
    answers: { 200: { description: 'The file.', contentType: 'text/csv' } },
  }),
  xlsx: operation({
    ...usual,
    id: 'statement.xlsx',
    path: '/v1/contracts/:contractNumber/statement.xlsx',
    summary: 'The statement as XLSX, oldest first.',
    query: exportQuery,
    answers: {
      200: {
        description: 'The file.',
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
    },
  }),
};
