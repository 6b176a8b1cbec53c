import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { StatementPage, StatementQuery } from '#protocol/api/statement.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Figures } from './figures.ts';
import type { Markup } from './markup.ts';
import { statementRow, type PrintedStatement } from './statement-template.ts';

/**
 * More lines than this are not printed: eight years of daily charges, some 135 sheets. Chromium lays a table out over its
 * sheets in memory that grows faster than the lines (3,000: 630 MB for 6 s, 10,000: 2.4 GB). For more there are CSV and
 * XLSX, whose length has no bound.
 */
export const MOST_PRINTED_LINES = 3_000;
/** Lines of one question: the most that the service answers. */
const PAGE_LINES = 200;

/** Asks for a page of the statement; `cursor` undefined: the first one. */
export type AskPage = (part: Pick<StatementQuery, 'cursor' | 'limit'>) => Promise<Result<StatementPage>>;

/**
 * Brings a whole statement to be printed, page by page; of an answer its rows alone are kept.
 * Errors: those of the question, `statement-too-long`.
 *
 * @param told how many lines of how many are there
 * @param signal ends it between two pages, by its error
 */
export async function printedLines(
  ask: AskPage,
  {
    language,
    figures,
    told,
    signal,
  }: {
    readonly language: Language;
    readonly figures: Figures;
    readonly told: (lines: number, all: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<Result<Pick<PrintedStatement, 'totals' | 'packages' | 'rows'>>> {
  const first = await ask({ limit: PAGE_LINES });
  if (!first.ok) return first;
  const { totals, packages } = first.value;
  if (totals === null) return failed({ code: 'service-answer-invalid' });
  if (totals.count > MOST_PRINTED_LINES) return failed({ code: 'statement-too-long' });
  const rows: Markup[] = [];
  let page = first.value;
  for (;;) {
    for (const entry of page.entries) rows.push(statementRow(entry, language, figures));
    told(rows.length, Math.max(totals.count, rows.length));
    signal.throwIfAborted();
    if (page.nextCursor === null) break;
    // New lines never come in between, so more than was counted is a service that does not come to an end.
    if (rows.length > MOST_PRINTED_LINES) return failed({ code: 'service-answer-invalid' });
    const next = await ask({ cursor: page.nextCursor, limit: PAGE_LINES });
    if (!next.ok) return next;
    page = next.value;
  }
  return success({ totals, packages: packages ?? [], rows: rows.reverse() });
}
