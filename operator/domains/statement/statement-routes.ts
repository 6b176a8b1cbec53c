import { z } from 'zod';
import { paths } from '#protocol/api/paths.ts';
import {
  spending,
  spendingQuery,
  statementPage,
  statementQuery,
  type Spending,
  type StatementPage,
} from '#protocol/api/statement.ts';
import { contractNumber } from '#protocol/primitives.ts';
import { callerOf, ownContractOf } from '../accounts/sessions/signed-in.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { App } from '../../platform/http/app-type.ts';
import { bearer, problems, signedInProblems } from '../../platform/http/openapi.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { exportRoutes } from './export-routes.ts';
import { readSpending } from './spending.ts';
import type { Period } from './spans.ts';
import { readStatement } from './statement.ts';

/** Refuses a period that ends before it begins: `input-invalid`. */
function checkPeriod({ from, to }: Period): void {
  if (from !== undefined && to !== undefined && from > to) throw new ProblemError('input-invalid', { fields: ['to'] });
}

/** The statement of a contract, its spending and its exports: routes behind sign-in. */
export function statementRoutes(scope: App, core: Core): void {
  const about = { tags: ['statement'], security: bearer, params: z.object({ contractNumber }) };
  const refusals = problems(...signedInProblems, 'input-invalid', 'contract-not-found');
  scope.get(
    paths.statement,
    {
      schema: {
        ...about,
        summary: 'A page of the statement, newest first, with the balance after each line.',
        querystring: statementQuery,
        response: { 200: statementPage, ...refusals },
      },
    },
    (request): Promise<StatementPage> => {
      checkPeriod(request.query);
      return readStatement(core, ownContractOf(request).number, request.query, callerOf(request).accountId);
    },
  );
  scope.get(
    paths.spending,
    {
      schema: {
        ...about,
        summary: 'What was charged, by calendar month and package.',
        querystring: spendingQuery,
        response: { 200: spending, ...refusals },
      },
    },
    (request): Promise<Spending> => {
      checkPeriod(request.query);
      return readSpending(core, ownContractOf(request).number, request.query);
    },
  );
  exportRoutes(scope, core, checkPeriod);
}
