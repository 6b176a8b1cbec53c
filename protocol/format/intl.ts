import type { Language } from '../primitives.ts';

/** The locale whose conventions a language follows: day before month, 24 hours. */
export const locales: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB', sv: 'sv-SE' };

/** Making an Intl formatter costs a thousand times what using it does; each is made once. */
function kept<T>(make: (language: Language, key: string) => T): (language: Language, key: string) => T {
  const made = new Map<string, T>();
  return (language, key) => {
    const name = `${language} ${key}`;
    const found = made.get(name);
    if (found !== undefined) return found;
    const value = make(language, key);
    made.set(name, value);
    return value;
  };
}

const numbers = kept((language, digits) => {
  const fraction = Number(digits);
  return new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
    useGrouping: true,
  });
});

const plurals = kept((language) => new Intl.PluralRules(locales[language]));

/** Shapes of a date that the screens use. */
const dateShapes = {
  day: { day: 'numeric', month: 'long' },
  dayYear: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  shortYear: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
  weekdayYear: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long' },
  monthShort: { month: 'short' },
  monthYear: { month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateShape = keyof typeof dateShapes;

const dates = kept(
  (language, shape) =>
    new Intl.DateTimeFormat(locales[language], { ...dateShapes[shape as DateShape], timeZone: 'UTC' }),
);

const relatives = kept((language) => new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }));

/** The operator's day and time of a moment, by parts; Swedish order is ISO order, so one locale serves all. */
const zoned = kept(
  (_language, timeZone) =>
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
);

export function numberFormat(language: Language, fractionDigits: number): Intl.NumberFormat {
  return numbers(language, String(fractionDigits));
}

export function pluralRules(language: Language): Intl.PluralRules {
  return plurals(language, '');
}

export function dateFormat(language: Language, shape: DateShape): Intl.DateTimeFormat {
  return dates(language, shape);
}

export function relativeFormat(language: Language): Intl.RelativeTimeFormat {
  return relatives(language, '');
}

export function zonedFormat(timeZone: string): Intl.DateTimeFormat {
  return zoned('sv', timeZone);
}

const lists = kept((language) => new Intl.ListFormat(locales[language], { type: 'conjunction' }));

/** A list as people say it: "8 days of November and December". */
export function joined(parts: readonly string[], language: Language): string {
  return lists(language, '').format(parts);
}
