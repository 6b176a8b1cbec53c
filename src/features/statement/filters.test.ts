import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementKinds, topUpMethods } from '#protocol/api/statement-kinds.ts';
import { isFiltered, noFilters, queryOf, withKind, withMethod, withPackage, type Filters } from './filters.ts';

const kinds = fc.constantFrom(null, ...statementKinds);
const packages = fc.constantFrom(null, 'cinema-hall', 'playroom');
const methods = fc.constantFrom(null, ...topUpMethods);
const steps = fc.array(
  fc.oneof(
    kinds.map((kind) => (filters: Filters) => withKind(filters, kind)),
    packages.map((id) => (filters: Filters) => withPackage(filters, id)),
    methods.map((method) => (filters: Filters) => withMethod(filters, method)),
  ),
  { maxLength: 12 },
);

describe('the filters', () => {
  it('never leave two choices of which no line can be both', () => {
    fc.assert(
      fc.property(steps, (chosen) => {
        const { kind, packageId, method } = chosen.reduce((filters, step) => step(filters), noFilters);
        if (packageId !== null) expect([method, kind === null || kind === 'charges']).toEqual([null, true]);
        if (method !== null) expect(kind === null || kind === 'payments').toBe(true);
      }),
    );
  });

  it('keep what was chosen last, and the words', () => {
    const words = { ...noFilters, search: '698' };
    expect(withMethod(withPackage(words, 'playroom'), 'sbp')).toEqual({ ...words, method: 'sbp' });
    expect(withPackage(withMethod(withKind(words, 'payments'), 'sbp'), 'playroom')).toEqual({
      ...words,
      packageId: 'playroom',
    });
    expect(withKind(withMethod(words, 'sbp'), 'payments')).toEqual({ ...words, method: 'sbp', kind: 'payments' });
    expect(withKind(withMethod(words, 'sbp'), 'promises')).toEqual({ ...words, kind: 'promises' });
  });

  it('ask for nothing that is not chosen', () => {
    const everything = { from: null, to: null };
    expect(queryOf(everything, { ...noFilters, search: '  ' })).toEqual({});
    expect(isFiltered({ ...noFilters, search: '  ' })).toBe(false);
    expect(queryOf({ from: '2026-10-01', to: '2026-10-31' }, { ...noFilters, method: 'cash-desk' })).toEqual({
      from: '2026-10-01',
      to: '2026-10-31',
      method: 'cash-desk',
    });
    expect(isFiltered({ ...noFilters, method: 'cash-desk' })).toBe(true);
  });
});
