import type { Overview } from '#protocol/api/overview.ts';
import { dayName, money } from './words.ts';

/** Days left from which the first card shows the missing amount (the profile's largest warning). */
const SOON_DAYS = 3;

/** The expected English sentence of the first card, computed only from the service's response. */
export function expectedTitle(overview: Overview): string {
  const { reception } = overview;
  const missing = (kopecks: number): string => `${money(kopecks)} ${kopecks === 100 ? 'is' : 'are'} missing`;
  if (reception.state === 'blocked') return `${missing(reception.backOnKopecks)} to watch again`;
  if (reception.state === 'suspended' || reception.lastDay === null || reception.daysLeft === null) {
    throw new Error('No demo subscriber is in this state.');
  }
  const until =
    reception.daysLeft === 0
      ? 'Reception stops tomorrow'
      : reception.daysLeft === 1
        ? 'You can watch until tomorrow'
        : `You can watch until ${dayName(reception.lastDay, 'en', overview.today)}`;
  const wanted = overview.topUpToMonthEnd;
  return reception.daysLeft > SOON_DAYS || wanted === null ? until : `${until}: ${missing(wanted.amountKopecks)}`;
}

/** English texts expected on the overview, each with a figure of the service's response. */
export function expectedFigures(overview: Overview): readonly string[] {
  const { reception, topUpToMonthEnd, nextCharge, nextDailyPrice, packages, cards } = overview;
  const grouped = (digits: string): string => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  return [
    money(overview.balanceKopecks),
    money(overview.dailyKopecks),
    ...(reception.state === 'on' && nextCharge
      ? [`The next charge, ${money(nextCharge.amountKopecks)}, is tonight.`]
      : []),
    ...(reception.state === 'on' && nextDailyPrice
      ? [`From ${dayName(nextDailyPrice.day, 'en', overview.today)}`, `${money(nextDailyPrice.meanKopecks)} a day`]
      : []),
    ...(topUpToMonthEnd
      ? [money(topUpToMonthEnd.amountKopecks), dayName(topUpToMonthEnd.lastDay, 'en', overview.today)]
      : []),
    ...packages.map((one) => one.name.en),
    ...packages.filter((one) => one.endsOn === null).map((one) => money(one.monthlyKopecks)),
    ...cards.flatMap((card) => [grouped(card.number), card.receiver]),
  ];
}
