import { dayNumber } from './days.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a thousand times what using it does. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  let known = formatters.get(timeZone);
  if (known === undefined) {
    known = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, known);
  }
  return known;
}

/** What a wall clock in the zone shows at the moment, as if it were UTC, ms. */
function wallTime(ms: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The day in the zone at the moment (ms UTC), `YYYY-MM-DD`. */
export function operatorDay(ms: number, timeZone: string): string {
  return new Date(wallTime(ms, timeZone)).toISOString().slice(0, 10);
}

/** Beginnings of days, by zone and day: bulk work asks for the same ones again and again. */
const starts = new Map<string, number>();
const mostStarts = 4096;

function findStart(day: string, timeZone: string): number {
  const wanted = dayNumber(day) * 86_400_000;
  let guess = wanted;
  // The offset at the guess may differ from the one at the answer; two rounds settle it in every zone.
  for (let round = 0; round < 2; round += 1) guess += wanted - wallTime(guess, timeZone);
  return operatorDay(guess, timeZone) < day ? guess + 3_600_000 : guess;
}

/** The moment (ms UTC) at which the day begins in the zone: 00:00, or the first moment of a day that has none. */
export function startOfDay(day: string, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  let start = starts.get(key);
  if (start === undefined) {
    start = findStart(day, timeZone);
    if (starts.size >= mostStarts) starts.clear();
    starts.set(key, start);
  }
  return start;
}

/** ISO 8601 in UTC with `Z`, as the protocol writes moments. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

const dayMs = 86_400_000;

/** Distance of a zone's wall clock from UTC at the moment, ms. */
function offsetAt(ms: number, timeZone: string): number {
  const second = Math.floor(ms / 1000) * 1000;
  return wallTime(second, timeZone) - second;
}

/** The last day of UTC that was looked up in each zone, by its beginning (ms), with the distances at both its ends. */
const lastDays = new Map<string, { start: number; atStart: number; atEnd: number }>();

/**
 * What a wall clock in the zone shows at the moment (ms UTC), `HH:MM`. Made for many moments in their order: a day with the
 * same distance from UTC at both its ends is looked up once for all its moments. (No zone moves away and back within one.)
 */
export function wallClock(ms: number, timeZone: string): string {
  const start = Math.floor(ms / dayMs) * dayMs;
  let day = lastDays.get(timeZone);
  if (day?.start !== start) {
    const atStart = day?.start === start - dayMs ? day.atEnd : offsetAt(start, timeZone);
    day = { start, atStart, atEnd: offsetAt(start + dayMs, timeZone) };
    lastDays.set(timeZone, day);
  }
  const offset = day.atStart === day.atEnd ? day.atStart : offsetAt(ms, timeZone);
  return new Date(ms + offset).toISOString().slice(11, 16);
}
