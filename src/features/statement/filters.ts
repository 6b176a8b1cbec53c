import type { z } from 'zod';
import type { statementInput } from '#protocol/ipc/contract.ts';
import type { StatementKind } from '#protocol/http/statement.ts';
import type { Period } from './period.ts';

/** What of the period is shown. Empty search, null kind and package: everything. */
export interface Filters {
  readonly kind: StatementKind | null;
  readonly packageId: string | null;
  readonly search: string;
}

export const noFilters: Filters = { kind: null, packageId: null, search: '' };

/** Whether anything is left out. */
export function isFiltered({ kind, packageId, search }: Filters): boolean {
  return kind !== null || packageId !== null || search.trim() !== '';
}

type Query = Omit<z.input<typeof statementInput>['query'], 'cursor' | 'limit'>;

/** The question to the service; what is not chosen is not asked for. */
export function queryOf({ from, to }: Period, { kind, packageId, search }: Filters): Query {
  const words = search.trim();
  return {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(kind === null ? {} : { kind }),
    ...(packageId === null ? {} : { packageId }),
    ...(words === '' ? {} : { search: words }),
  };
}
