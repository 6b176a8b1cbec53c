import type { ForecastPoint } from '#protocol/api/overview.ts';
import { moneySpoken } from '#protocol/format/money.ts';
import { currentLanguage } from '../../../app/i18n/i18n.ts';
import { useWords } from '../use-words.ts';
import { withinSpan } from './geometry.ts';

/** A change that a forecast may be drawn with: a payment, a package, a suspension. */
export interface ForecastChange {
  readonly amountKopecks: number;
  readonly lastDay: string;
  readonly points: readonly ForecastPoint[];
}

/** A day of the forecast in words, for the bubble, the keyboard and the table. */
export interface DayOfForecast {
  readonly day: string;
  readonly date: string;
  readonly balance: string;
  readonly negative: boolean;
  readonly charge: string | null;
  readonly reception: 'on' | 'off';
  /** The balance with the change. */
  readonly changed: string | null;
  /** All of it as one sentence for the ear. */
  readonly spoken: string;
}

export interface ForecastDays {
  /** How many days the line has within its scale. */
  count(): number;
  at(index: number): DayOfForecast | null;
}

/** The days of a line in words, made when asked for: most are never looked at. */
export function useForecastDays(
  source: () => {
    readonly today: string;
    readonly now: readonly ForecastPoint[];
    readonly change: ForecastChange | null;
    readonly spanDays: number;
  },
): ForecastDays {
  const words = useWords(() => source().today);
  const language = currentLanguage();
  return {
    count: () => withinSpan(source().now, source().spanDays).length,
    at(index): DayOfForecast | null {
      const { now, change } = source();
      const point = now[index];
      if (point === undefined) return null;
      const changed = change?.points[index];
      const ear = (kopecks: number): string => moneySpoken(kopecks, language.value);
      const date = words.day(point.day, 'weekday');
      const spoken = {
        day: date,
        balance: ear(point.balanceKopecks),
        charge:
          point.chargeKopecks > 0
            ? words.t('chartCharge', { amount: ear(point.chargeKopecks) })
            : words.t('chartNoCharge'),
        reception: words.t(point.reception === 'on' ? 'chartOn' : 'chartOff'),
      };
      return {
        day: point.day,
        date,
        balance: words.money(point.balanceKopecks, { kopecks: 'always' }),
        negative: point.balanceKopecks < 0,
        charge: point.chargeKopecks > 0 ? words.money(point.chargeKopecks, { kopecks: 'always' }) : null,
        reception: point.reception,
        changed: changed === undefined ? null : words.money(changed.balanceKopecks, { kopecks: 'always' }),
        spoken:
          change === null || changed === undefined
            ? words.t('chartSpoken', spoken)
            : words.t('chartSpokenWith', {
                ...spoken,
                amount: ear(change.amountKopecks),
                changed: ear(changed.balanceKopecks),
              }),
      };
    },
  };
}
