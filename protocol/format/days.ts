import type { Language } from '../primitives.ts';
import { dateFormat, relativeFormat, zonedFormat, type DateShape } from './intl.ts';
import { noBreak } from './spaces.ts';

const dayMs = 86_400_000;

function utc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Whole days from one operator's day to another; negative when it lies before. Days have no zone, so no DST either. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / dayMs);
}

/** The operator's day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(utc(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Whether the day is the last of its month. */
export function isMonthEnd(day: string): boolean {
  return addDays(day, 1).endsWith('-01');
}

function withYear(shape: 'day' | 'short' | 'weekday' | 'month', day: string, today: string): DateShape {
  return day.slice(0, 4) === today.slice(0, 4) ? shape : `${shape}Year`;
}

/**
 * A day as people say it, the year only when it is not that of `today` (the service's, never the computer's).
 *
 * @example dayText('2026-12-20', '2026-11-22', 'en') // "20 December"
 */
export function dayText(
  day: string,
  today: string,
  language: Language,
  shape: 'day' | 'short' | 'weekday' | 'month' = 'day',
): string {
  return noBreak(dateFormat(language, withYear(shape, day, today)).format(utc(day)));
}

/** The month of a day in a few letters, for the foot of a bar: "Nov". */
export function monthShort(day: string, language: Language): string {
  return dateFormat(language, 'monthShort').format(utc(day)).replace('.', '');
}

/** A day with its year whatever the year: for records ("12 May 2019"). */
export function dayOnRecord(day: string, language: Language): string {
  return noBreak(dateFormat(language, 'dayYear').format(utc(day)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "today", "tomorrow", "yesterday" in the language, or null for any other day. */
export function nearDay(day: string, today: string, language: Language): string | null {
  const distance = daysBetween(today, day);
  return Math.abs(distance) <= 1 ? noBreak(relativeFormat(language).format(distance, 'day')) : null;
}

/** The operator's day and time of a moment, in the zone of the profile. */
export function inZone(instant: string, timeZone: string): { readonly day: string; readonly time: string } {
  const parts = new Map(
    zonedFormat(timeZone)
      .formatToParts(Date.parse(instant))
      .map((p) => [p.type, p.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/**
 * A moment beside the words of today: "Today, 09:41", "Yesterday, 00:00", "14 November, 18:20".
 *
 * @param instant ISO 8601 UTC
 * @param today the operator's day of the service's answer
 * @param timeZone IANA zone of the profile
 * @param live false for figures of an unknown age, whose "today" is another day: the date stands then always
 */
export function instantText(instant: string, today: string, timeZone: string, language: Language, live = true): string {
  const { day, time } = inZone(instant, timeZone);
  const near = live ? nearDay(day, today, language) : null;
  return `${near === null ? dayText(day, today, language) : capital(near)}, ${time}`;
}
