import { z } from 'zod';
import { exportFormats, statementQuery } from '../api/statement.ts';
import { contractNumber } from '../primitives.ts';
import { saveOutcome, saving } from './state.ts';
import { message, noInput, verb } from './verb.ts';

/** Saving the statement as a file. */
export const statementVerbs = {
  /** Writes the entries of a query to a file that the person chooses; one at a time. Errors: `file-not-saved`, `service-…`. */
  save: verb({
    id: 'statement.save',
    input: z.object({
      contractNumber,
      query: statementQuery.omit({ cursor: true, limit: true }),
      format: z.enum([...exportFormats, 'pdf']),
    }),
    output: saveOutcome,
    auth: 'self',
  }),
  cancelSaving: verb({ id: 'statement.cancelSaving', input: noInput, output: z.null(), auth: 'any' }),
};

export const statementMessages = {
  /** Progress of a file being saved: of the statement, a slip or a receipt. */
  saving: message({ id: 'statement.saving', data: saving }),
};
