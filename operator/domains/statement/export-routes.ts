import { Readable } from 'node:stream';
import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import { exportFormats, exportQuery } from '#protocol/api/statement.ts';
import { contractNumber, type Language } from '#protocol/primitives.ts';
import { ownContractOf } from '../accounts/sessions/signed-in.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { pickLanguage } from '../../platform/http/languages.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { csvOf } from './csv.ts';
import { openExport, type ExportLine } from './export-lines.ts';
import type { Period } from './spans.ts';
import { xlsxOf } from './xlsx.ts';

type Lines = AsyncIterable<readonly ExportLine[]>;

const formats = {
  csv: {
    path: paths.statementCsv,
    type: 'text/csv',
    header: 'text/csv; charset=utf-8',
    write: (lines: Lines, language: Language): AsyncGenerator<string | Uint8Array> => csvOf(lines, language),
  },
  xlsx: {
    path: paths.statementXlsx,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    header: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (lines: Lines, language: Language): AsyncGenerator<string | Uint8Array> => xlsxOf(lines, language),
  },
} as const;

/**
 * The statement as files. A stream takes the next piece only when the client has taken the one before, and ends the reading
 * when the client goes. A failure in the middle cuts the connection: a file that ends well is whole.
 */
export function exportRoutes(scope: App, core: Core, checkPeriod: (period: Period) => void): void {
  for (const format of exportFormats) {
    const { path, type, header, write } = formats[format];
    scope.get(
      path,
      {
        schema: {
          tags: ['statement'],
          summary: `The statement as ${format.toUpperCase()}, oldest first.`,
          security: bearer,
          params: z.object({ contractNumber }),
          querystring: exportQuery,
          response: {
            200: { description: 'The file.', content: { [type]: { schema: z.any() } } },
            ...problems(...signedInProblems, 'input-invalid', 'contract-not-found'),
          },
        },
      },
      async (request, reply) => {
        checkPeriod(request.query);
        const { number } = ownContractOf(request);
        const language = request.query.language ?? pickLanguage(request.headers['accept-language']);
        const lines = await openExport(core, number, request.query, language);
        return reply
          .headers({
            'content-type': header,
            'content-disposition': `attachment; filename="statement-${number}.${format}"`,
            'content-language': language,
          })
          .send(Readable.from(write(lines, language), { objectMode: false }));
      },
    );
  }
}
