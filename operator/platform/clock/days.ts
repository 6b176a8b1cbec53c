/** Calendar arithmetic on `YYYY-MM-DD` strings. Pure. Calculates in UTC, where every day has 24 hours. */

const msPerDay = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / msPerDay;
}

/** The date that is `number` days after 1970-01-01. */
export function dayFromNumber(number: number): string {
  return new Date(number * msPerDay).toISOString().slice(0, 10);
}

/** The date `count` days later; earlier when negative. */
export function addDays(day: string, count: number): string {
  const target = dayOfMonth(day) + count;
  // Fast path within one month: forecasts take hundreds of steps.
  if (target >= 1 && target <= 28) return `${day.slice(0, 8)}${target < 10 ? '0' : ''}${target}`;
  return dayFromNumber(dayNumber(day) + count);
}

/** Days from `from` to `to`; 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Number of days in the month of `day`, 28 to 31. */
export function daysInMonth(day: string): number {
  const month = Number(day.slice(5, 7));
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const year = Number(day.slice(0, 4));
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Day of the month, 1 to 31. */
export function dayOfMonth(day: string): number {
  return Number(day.slice(8, 10));
}

/** Last day of the month of `day`. */
export function endOfMonth(day: string): string {
  return `${day.slice(0, 8)}${daysInMonth(day)}`;
}

/** First day of the month `count` months later (earlier when negative). */
export function startOfMonth(day: string, count = 0): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + count, 1)).toISOString().slice(0, 10);
}
