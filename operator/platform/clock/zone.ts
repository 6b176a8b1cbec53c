import { dayNumber } from './days.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Cached: creating a formatter costs about a thousand times as much as using it. */
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

/** Local time in the zone, encoded as if it were UTC, ms. */
function wallTime(ms: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Date in the zone at `ms` (UTC), `YYYY-MM-DD`. */
export function operatorDay(ms: number, timeZone: string): string {
  return new Date(wallTime(ms, timeZone)).toISOString().slice(0, 10);
}

/** Cache of day starts by zone and day: bulk work looks up the same ones repeatedly. */
const starts = new Map<string, number>();
const maxStarts = 4096;

function findStart(day: string, timeZone: string): number {
  const wanted = dayNumber(day) * 86_400_000;
  let guess = wanted;
  // The offset at the guess may differ from the one at the result; two iterations converge in every zone.
  for (let iteration = 0; iteration < 2; iteration += 1) guess += wanted - wallTime(guess, timeZone);
  return operatorDay(guess, timeZone) < day ? guess + 3_600_000 : guess;
}

/** Start of the day in the zone, ms UTC: 00:00, or the first existing time of a day without midnight. */
export function startOfDay(day: string, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  let start = starts.get(key);
  if (start === undefined) {
    start = findStart(day, timeZone);
    if (starts.size >= maxStarts) starts.clear();
    starts.set(key, start);
  }
  return start;
}

/** Formats ms UTC as ISO 8601 with `Z`, the timestamp format of the protocol. */
export function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}

const dayMs = 86_400_000;

/** UTC offset of the zone at `ms` (UTC), ms. */
function offsetAt(ms: number, timeZone: string): number {
  const second = Math.floor(ms / 1000) * 1000;
  return wallTime(second, timeZone) - second;
}

/** Last UTC day looked up per zone: its start (ms UTC) and the offsets at both ends (ms). */
const lastDays = new Map<string, { start: number; atStart: number; atEnd: number }>();

/**
 * Local time in the zone at `ms` (UTC), `HH:MM`. Optimised for many ordered timestamps: a UTC day with the same offset
 * at both ends is looked up once. No zone changes its offset and back within one day.
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
