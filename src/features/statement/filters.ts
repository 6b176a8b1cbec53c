import type { Entry } from '#protocol/api/overview.ts';
import type { statement, StatementKind } from '#protocol/api/statement.ts';
import type { OperationInput } from '#protocol/operation.ts';
import type { Period } from './period.ts';

/** How money came. */
export type Method = NonNullable<Entry['method']>;

/** What of the period is shown. Empty search, null kind, package and method: everything. */
export interface Filters {
  readonly kind: StatementKind | null;
  readonly packageId: string | null;
  readonly method: Method | null;
  readonly search: string;
}

export const noFilters: Filters = { kind: null, packageId: null, method: null, search: '' };

/** Whether anything is left out. */
export function isFiltered({ kind, packageId, method, search }: Filters): boolean {
  return kind !== null || packageId !== null || method !== null || search.trim() !== '';
}

/** Only charges have packages and only payments came some way: a choice drops those that leave nothing beside it. */
export function withKind(filters: Filters, kind: Filters['kind']): Filters {
  return {
    ...filters,
    kind,
    packageId: kind === null || kind === 'charges' ? filters.packageId : null,
    method: kind === null || kind === 'payments' ? filters.method : null,
  };
}

/** The lines of a package, or of all again; see `withKind`. */
export function withPackage(filters: Filters, packageId: Filters['packageId']): Filters {
  if (packageId === null) return { ...filters, packageId };
  return { ...filters, packageId, method: null, kind: filters.kind === 'charges' ? 'charges' : null };
}

/** The lines that came one way, or any again; see `withKind`. */
export function withMethod(filters: Filters, method: Filters['method']): Filters {
  if (method === null) return { ...filters, method };
  return { ...filters, method, packageId: null, kind: filters.kind === 'payments' ? 'payments' : null };
}

type Query = Omit<OperationInput<typeof statement.page>, 'contractNumber' | 'cursor' | 'limit'>;

/** The question to the service; what is not chosen is not asked for. */
export function queryOf({ from, to }: Period, { kind, packageId, method, search }: Filters): Query {
  const words = search.trim();
  return {
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(kind === null ? {} : { kind }),
    ...(packageId === null ? {} : { packageId }),
    ...(method === null ? {} : { method }),
    ...(words === '' ? {} : { search: words }),
  };
}
