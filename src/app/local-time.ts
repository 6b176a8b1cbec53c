import { locales } from '#protocol/format/intl.ts';
import type { Language } from '#protocol/primitives.ts';

/**
 * The time of day of a moment that concerns this computer (when its line went down), in this computer's zone.
 * What happened at the operator is told in the operator's zone instead (`format/`).
 */
export function localTime(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { timeStyle: 'short' }).format(Date.parse(instant));
}

/** Day and time of a moment that concerns this computer (when its session ends), in this computer's zone. */
export function localMoment(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeStyle: 'short' }).format(
    Date.parse(instant),
  );
}
