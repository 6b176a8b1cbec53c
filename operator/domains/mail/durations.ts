import { pluralForm, type PluralForms } from '#protocol/format/plural.ts';
import type { Language } from '#protocol/primitives.ts';

type Unit = 'day' | 'hour' | 'minute' | 'second';

const unitMs: readonly (readonly [Unit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** Accusative forms ("valid for …"); in Russian they differ from the nominative for minute and second. */
const forms: Readonly<Record<Language, Readonly<Record<Unit, PluralForms>>>> = {
  ru: {
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
    hour: { one: 'час', few: 'часа', many: 'часов', other: 'часа' },
    minute: { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' },
    second: { one: 'секунду', few: 'секунды', many: 'секунд', other: 'секунды' },
  },
  en: {
    day: { one: 'day', other: 'days' },
    hour: { one: 'hour', other: 'hours' },
    minute: { one: 'minute', other: 'minutes' },
    second: { one: 'second', other: 'seconds' },
  },
  sv: {
    day: { one: 'dag', other: 'dagar' },
    hour: { one: 'timme', other: 'timmar' },
    minute: { one: 'minut', other: 'minuter' },
    second: { one: 'sekund', other: 'sekunder' },
  },
};

/** Formats a count with the plural form of its unit, for example "21 минуту". */
function counted(count: number, unit: Unit, language: Language): string {
  return `${count}\u00a0${pluralForm(language, count, forms[language][unit])}`;
}

/**
 * Formats a duration with its two largest units, rounded down so that it never promises too much.
 * One day is written as 24 hours.
 *
 * @param ms positive
 */
export function durationInWords(ms: number, language: Language): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, length] of unitMs) {
    if (parts.length === 2) break;
    const count = unit === 'day' && rest < 2 * length ? 0 : Math.floor(rest / length);
    if (count === 0) continue;
    // Seconds are irrelevant next to hours or days.
    if (parts.length > 0 && unit === 'second') break;
    parts.push(counted(count, unit, language));
    rest -= count * length;
  }
  return parts.length === 0 ? counted(1, 'second', language) : parts.join(' ');
}
