import type { StatementEntry } from '#protocol/api/statement.ts';

/** What stands in the list: months as headings, lines below them. */
export type Row =
  | { readonly kind: 'month'; readonly id: string; readonly month: string }
  | { readonly kind: 'line'; readonly id: string; readonly entry: StatementEntry; readonly position: number };

/** The lines, newest first, with a heading where a month begins. `position` counts lines from 1. */
export function rowsOf(entries: readonly StatementEntry[]): Row[] {
  const rows: Row[] = [];
  let month = '';
  entries.forEach((entry, index) => {
    const own = `${entry.day.slice(0, 7)}-01`;
    if (own !== month) {
      month = own;
      // A correction of an older day may bring a month back: the line tells them apart.
      rows.push({ kind: 'month', id: `month-${own}-${entry.id}`, month });
    }
    rows.push({ kind: 'line', id: entry.id, entry, position: index + 1 });
  });
  return rows;
}
