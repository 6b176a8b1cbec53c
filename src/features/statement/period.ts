import { addDays } from '#protocol/format/days.ts';

/** Periods that a press away; `own` is from a day to a day. */
export const periodNames = ['this-month', 'last-month', 'three-months', 'this-year', 'all', 'own'] as const;
export type PeriodName = (typeof periodNames)[number];

/** From a day to a day, both included; null: from the very first, to the very last. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month so many months before that of `day`. */
function monthsBefore(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - months;
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

/** The days of a named period. @param today the operator's day */
export function periodOf(name: Exclude<PeriodName, 'own'>, today: string): Period {
  switch (name) {
    case 'this-month':
      return { from: monthStart(today), to: today };
    case 'last-month':
      return { from: monthsBefore(today, 1), to: addDays(monthStart(today), -1) };
    case 'three-months':
      return { from: monthsBefore(today, 2), to: today };
    case 'this-year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case 'all':
      return { from: null, to: null };
  }
}

/** The whole calendar month that begins on `month`. */
export function wholeMonth(month: string): Period {
  return { from: month, to: addDays(monthsBefore(month, -1), -1) };
}

/** What is wrong with days that a person chose; null: nothing. */
export function periodProblem(period: Period, today: string): 'missing' | 'backwards' | 'future' | null {
  const { from, to } = period;
  if (from === null || to === null || from === '' || to === '') return 'missing';
  if (from > to) return 'backwards';
  if (from > today) return 'future';
  return null;
}

/** Days for the chart: a year up to the period's end, so that months can be compared. */
export function chartSpan(today: string): { readonly from: string; readonly to: string } {
  return { from: monthsBefore(today, 11), to: today };
}
