import type { statement } from '#protocol/api/statement.ts';
import type { statementVerbs } from '#protocol/ipc/statement.ts';
import { exampleContract, type OperationExamples, type VerbExamples } from './example.ts';

const contractNumber = exampleContract;

export const statementExamples: OperationExamples<typeof statement> = {
  page: {
    input: { contractNumber, kind: 'charges' },
    answer: { entries: [], nextCursor: null, totals: null, packages: null },
  },
  spending: { input: { contractNumber, from: '2026-01-01', to: '2026-11-30' }, answer: { months: [] } },
  csv: { input: { contractNumber }, answer: null },
  xlsx: { input: { contractNumber }, answer: null },
};

export const statementVerbExamples: VerbExamples<typeof statementVerbs> = {
  save: { input: { contractNumber, query: {}, format: 'csv' }, answer: 'saved' },
  cancelSaving: { input: undefined, answer: null },
};
