import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatementEntry } from '#protocol/api/statement.ts';
import { rowsOf } from './rows.ts';
import { line } from './statement.fixture.ts';

describe('rows of the statement', () => {
  it('puts a heading where a month begins', () => {
    const rows = rowsOf([line('3', '2026-11-02'), line('2', '2026-11-01'), line('1', '2026-10-31')]);
    expect(rows.map((row) => (row.kind === 'month' ? row.month : row.entry.id))).toEqual([
      '2026-11-01',
      '3',
      '2',
      '2026-10-01',
      '1',
    ]);
  });

  it('keeps every line, in order, counted from one, under the heading of its month, with ids of their own', () => {
    const lines = fc.array(
      fc.integer({ min: 1, max: 28 }).chain((d) => fc.integer({ min: 1, max: 12 }).map((m) => [m, d])),
    );
    fc.assert(
      fc.property(lines, (days) => {
        const two = (value: number | undefined): string => String(value).padStart(2, '0');
        const entries: StatementEntry[] = days.map(([m, d], i) => line(String(i), `2026-${two(m)}-${two(d)}`));
        const rows = rowsOf(entries);
        expect(rows.flatMap((row) => (row.kind === 'line' ? [row.entry] : []))).toEqual(entries);
        expect(rows.flatMap((row) => (row.kind === 'line' ? [row.position] : []))).toEqual(
          entries.map((_, i) => i + 1),
        );
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        let month = '';
        for (const row of rows) {
          if (row.kind === 'month') month = row.month;
          else expect(row.entry.day.slice(0, 7)).toBe(month.slice(0, 7));
        }
      }),
    );
  });
});
