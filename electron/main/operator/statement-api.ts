import { fillPath, paths } from '#protocol/api/paths.ts';
import { receipt, type Receipt } from '#protocol/api/payments.ts';
import {
  spending,
  statementPage,
  type Spending,
  type StatementPage,
  type StatementQuery,
} from '#protocol/api/statement.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Asking } from './asking.ts';

/** The signed-in person's verbs about what moved on a contract; the first argument of each is the access token. */
export interface StatementApi {
  page(accessToken: string, contractNumber: string, query: StatementQuery): Promise<Result<StatementPage>>;
  /** @param from @param to days, inclusive */
  spending(accessToken: string, contractNumber: string, from: string, to: string): Promise<Result<Spending>>;
  /** Errors: `payment-not-found`, `payment-not-settled`. */
  receipt(accessToken: string, paymentId: string): Promise<Result<Receipt>>;
}

/** A query as the address carries it: what is not set is left out. */
export function statementSearch(query: Partial<StatementQuery>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function createStatementApi(asking: Asking): StatementApi {
  return {
    page: (accessToken, contractNumber, query) =>
      asking.repeated({
        method: 'GET',
        path: fillPath(paths.statement, { contractNumber }) + statementSearch(query),
        answer: statementPage,
        accessToken,
      }),
    spending: (accessToken, contractNumber, from, to) =>
      asking.repeated({
        method: 'GET',
        path: `${fillPath(paths.spending, { contractNumber })}?${new URLSearchParams({ from, to }).toString()}`,
        answer: spending,
        accessToken,
      }),
    receipt: (accessToken, paymentId) =>
      asking.repeated({
        method: 'GET',
        path: fillPath(paths.paymentReceipt, { paymentId }),
        answer: receipt,
        accessToken,
      }),
  };
}
