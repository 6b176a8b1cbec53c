import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { statement } from '#protocol/api/statement.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { pickLanguage } from '../../platform/http/languages.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { csvOf } from './csv.ts';
import { openExport, type ExportLine } from './export-lines.ts';
import type { Period } from './spans.ts';
import { readSpending } from './spending.ts';
import { readStatement } from './statement.ts';
import { xlsxOf } from './xlsx.ts';

type ExportQuery = Parameters<typeof openExport>[2] & { readonly language?: Language | undefined };
type Write = (lines: AsyncIterable<readonly ExportLine[]>, language: Language) => AsyncGenerator<string | Uint8Array>;

/** Throws `input-invalid` for a period that ends before it begins. */
function checkPeriod({ from, to }: Period): void {
  if (from !== undefined && to !== undefined && from > to) throw new ProblemError('input-invalid', { fields: ['to'] });
}

/** Routes for the statement of a contract, its spending and its exports. */
export function statementRoutes(core: Core): (app: FastifyInstance) => void {
  /**
   * Streams the statement as a file. The next batch is read only when the client has taken the previous one; reading
   * stops when the client disconnects. A failure aborts the connection, so that a truncated file is never taken as complete.
   */
  const sendFile = async (
    format: 'csv' | 'xlsx',
    contentType: string,
    write: Write,
    context: {
      readonly contract: { readonly number: string };
      readonly query: ExportQuery;
      readonly request: FastifyRequest;
      readonly reply: FastifyReply;
    },
  ): Promise<FastifyReply> => {
    const { contract, query, reply, request } = context;
    checkPeriod(query);
    const language = query.language ?? pickLanguage(request.headers['accept-language']);
    const lines = await openExport(core, contract.number, query, language);
    return reply
      .headers({
        'content-type': contentType,
        'content-disposition': `attachment; filename="statement-${contract.number}.${format}"`,
        'content-language': language,
      })
      .send(Readable.from(write(lines, language), { objectMode: false }));
  };

  return (app) => {
    app.operation(statement.page, ({ caller, contract, query }) => {
      checkPeriod(query);
      return readStatement(core, contract.number, query, caller.accountId);
    });
    app.operation(statement.spending, ({ contract, query }) => {
      checkPeriod(query);
      return readSpending(core, contract.number, query);
    });
    app.operation(statement.csv, (context) => sendFile('csv', 'text/csv; charset=utf-8', csvOf, context));
    app.operation(statement.xlsx, (context) =>
      sendFile('xlsx', statement.xlsx.answers[200].contentType, xlsxOf, context),
    );
  };
}
