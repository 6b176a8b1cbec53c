import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '#protocol/primitives.ts';
import { durationInWords } from './durations.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('durationInWords', () => {
  it.each([
    [20 * minute, '20 минут', '20 minutes', '20 minuter'],
    [minute, '1 минуту', '1 minute', '1 minut'],
    [2 * minute, '2 минуты', '2 minutes', '2 minuter'],
    [11 * minute, '11 минут', '11 minutes', '11 minuter'],
    [21 * minute, '21 минуту', '21 minutes', '21 minuter'],
    [hour, '1 час', '1 hour', '1 timme'],
    [3 * hour, '3 часа', '3 hours', '3 timmar'],
    [24 * hour, '24 часа', '24 hours', '24 timmar'],
    [25 * hour, '25 часов', '25 hours', '25 timmar'],
    [hour + 30 * minute, '1 час 30 минут', '1 hour 30 minutes', '1 timme 30 minuter'],
    [2 * day, '2 дня', '2 days', '2 dagar'],
    [5 * day + 3 * hour + 7 * minute, '5 дней 3 часа', '5 days 3 hours', '5 dagar 3 timmar'],
    [30 * second, '30 секунд', '30 seconds', '30 sekunder'],
    [21 * second, '21 секунду', '21 seconds', '21 sekunder'],
    [minute + 59 * second, '1 минуту', '1 minute', '1 minut'],
    [1, '1 секунду', '1 second', '1 sekund'],
  ])('%d ms', (ms, ...words) => {
    expect(languages.map((language) => durationInWords(ms, language).replaceAll('\u00a0', ' '))).toEqual(words);
  });

  it('never exceeds the duration', () => {
    const units: Readonly<Record<string, number>> = { day, hour, minute, second };
    fc.assert(
      fc.property(fc.integer({ min: second, max: 400 * day }), (ms) => {
        const said = [...durationInWords(ms, 'en').matchAll(/(\d+)\u00a0(day|hour|minute|second)s?/g)]
          .map(([, count = '', unit = '']) => Number(count) * (units[unit] ?? 0))
          .reduce((sum, part) => sum + part, 0);
        expect(said).toBeLessThanOrEqual(ms);
        expect(said).toBeGreaterThan(ms / 2);
      }),
    );
  });
});
