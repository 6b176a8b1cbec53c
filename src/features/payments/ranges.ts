import type { OfferedMethod } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';
import { money } from '#protocol/format/money.ts';
import { countText } from '#protocol/format/numbers.ts';
import type { Say } from '../../app/i18n/i18n.ts';
import type { TopUpKey } from './texts.ts';

/** Range of amounts with one currency sign: "10–15,000 ₽". */
export function rangeText(minKopecks: number, maxKopecks: number, language: Language): string {
  const low = minKopecks % 100 === 0 ? countText(minKopecks / 100, language) : money(minKopecks, language);
  return `${low}–${money(maxKopecks, language)}`;
}

/** Limits and fee of a method: "10–15,000 ₽ a day, 30,000 ₽ a month · no commission". */
export function limitsText(
  method: OfferedMethod,
  usualMaxKopecks: number,
  t: Say<TopUpKey>,
  language: Language,
): string {
  const { minKopecks, maxKopecks, dayMaxKopecks, monthMaxKopecks, feeKopecks } = method;
  const range = rangeText(minKopecks, dayMaxKopecks ?? Math.max(usualMaxKopecks, minKopecks), language);
  const limits = [dayMaxKopecks === null ? range : t('aDay', { range })];
  if (monthMaxKopecks !== null) limits.push(t('aMonth', { amount: money(monthMaxKopecks, language) }));
  const fee = feeKopecks === 0 ? t('noCommission') : t('commission', { amount: money(feeKopecks, language) });
  const parts = [limits.join(', '), fee];
  // Only if part of the limit is used.
  if (maxKopecks < (dayMaxKopecks ?? usualMaxKopecks) && maxKopecks >= minKopecks) {
    parts.push(t('leftNow', { amount: money(maxKopecks, language) }));
  }
  return parts.join(' · ');
}
