import { currentLanguage, useTexts, type Say } from '../../app/i18n/i18n.ts';
import type { Localized } from '#protocol/primitives.ts';
import { dayText } from '#protocol/format/days.ts';
import { money, type MoneyOptions } from '#protocol/format/money.ts';
import { countText } from '#protocol/format/numbers.ts';
import type { Fact, Saying } from './answer.ts';
import { overviewTexts, type OverviewKey } from './texts.ts';

/** Speaks in the language on screen; used in templates and computed values it follows a change of language. */
export interface SpokenWords {
  readonly t: Say<OverviewKey>;
  /** An amount of kopecks. */
  readonly money: (kopecks: number, options?: MoneyOptions) => string;
  /** A day; the year only when it is not that of today. */
  readonly day: (day: string, shape?: 'day' | 'short' | 'weekday') => string;
  readonly count: (count: number) => string;
  /** The operator's own text. */
  readonly own: (text: Localized) => string;
  /** A sentence with its figures. */
  readonly say: (saying: Saying) => string;
}

/** @param today the operator's day of the service's answer, asked for at each use */
export function useWords(today: () => string): SpokenWords {
  const t = useTexts(overviewTexts);
  const language = currentLanguage();
  const words: Omit<SpokenWords, 'say'> = {
    t,
    money: (kopecks, options) => money(kopecks, language.value, options),
    day: (day, shape) => dayText(day, today(), language.value, shape),
    count: (count) => countText(count, language.value),
    own: (text) => text[language.value],
  };
  const write = (fact: Fact): string => {
    if ('money' in fact) return words.money(fact.money);
    if ('day' in fact) return words.day(fact.day);
    if ('time' in fact) return fact.time;
    return words.count(fact.count);
  };
  return {
    ...words,
    say: ({ key, facts, count }) =>
      t(key, Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, write(fact)])), count),
  };
}
