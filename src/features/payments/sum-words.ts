import { joined } from '#protocol/format/intl.ts';
import type { TopUpTerms } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Say } from '../../app/i18n/i18n.ts';
import { addDays, dayText } from '#protocol/format/days.ts';
import { money } from '#protocol/format/money.ts';
import type { TopUpKey } from './texts.ts';

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Explains how the first month-end offer is calculated; empty if there is none. */
export function sumSentence(terms: TopUpTerms, t: Say<TopUpKey>, language: Language): string {
  const { sum, today, balanceKopecks, offers, forecast } = terms;
  if (sum === null) return '';
  const say = (kopecks: number): string => money(kopecks, language);
  const parts = sum.wholeMonths.map(({ month, monthlyKopecks }) =>
    t('sumMonth', { month: dayText(month, today, language, 'month'), amount: say(monthlyKopecks) }),
  );
  if (sum.restDays > 0) {
    const month = dayText(today, today, language, 'month');
    parts.unshift(t('sumRest', { month, amount: say(sum.restDayKopecks) }, sum.restDays));
  }
  const named = { parts: capital(joined(parts, language)), amount: say(sum.exactKopecks) };
  const made =
    balanceKopecks < 0
      ? t('sumOwed', { ...named, balance: say(-balanceKopecks) })
      : t('sumLess', { ...named, balance: say(balanceKopecks) });
  const end = offers.find(({ kind }) => kind === 'month-end')?.lastDay ?? null;
  const ends = forecast.events.flatMap((event) => {
    if (event.kind !== 'package-ends' || (end !== null && event.day > end)) return [];
    const day = dayText(addDays(event.day, -1), today, language);
    return [t('sumEnds', { name: event.name[language], day })];
  });
  return [made, ...ends].join(' ');
}
