import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOnRecord, daysBetween, dayText, instantText, inZone, isMonthEnd, nearDay } from './days.ts';

const nb = (text: string): string => text.replaceAll(' ', '\u00a0');
const today = '2026-11-22';
const moscow = 'Europe/Moscow';

describe('dayText', () => {
  it.each([
    ['2026-12-20', 'en', '20 December'],
    ['2026-12-20', 'ru', '20 декабря'],
    ['2026-12-20', 'sv', '20 december'],
    ['2027-01-03', 'en', '3 January 2027'],
    ['2027-01-03', 'sv', '3 januari 2027'],
    ['2027-01-03', 'ru', '3 января 2027 г.'],
  ] as const)('%s in %s is %s', (day, language, text) => {
    expect(dayText(day, today, language)).toBe(nb(text));
  });

  it('shows the year on record always', () => {
    expect(dayOnRecord('2026-05-12', 'en')).toBe(nb('12 May 2026'));
  });

  it('names a month', () => {
    expect(dayText('2026-11-30', today, 'en', 'month')).toBe('November');
    expect(dayText('2026-11-30', today, 'ru', 'month')).toBe('ноябрь');
    expect(dayText('2027-01-31', today, 'en', 'month')).toBe(nb('January 2027'));
  });
});

describe('nearDay', () => {
  it.each([
    ['en', 'yesterday', 'today', 'tomorrow'],
    ['ru', 'вчера', 'сегодня', 'завтра'],
    ['sv', 'i går', 'i dag', 'i morgon'],
  ] as const)('%s', (language, before, same, after) => {
    expect(nearDay('2026-11-21', today, language)).toBe(nb(before));
    expect(nearDay(today, today, language)).toBe(nb(same));
    expect(nearDay('2026-11-23', today, language)).toBe(nb(after));
    expect(nearDay('2026-11-24', today, language)).toBeNull();
  });
});

describe('instantText', () => {
  it('speaks of the operator’s day, not of the computer’s', () => {
    expect(instantText('2026-11-22T06:41:00Z', today, moscow, 'en')).toBe('Today, 09:41');
    // 21:00 in UTC is midnight in Moscow: already the operator's 22 November.
    expect(instantText('2026-11-21T21:00:00.000Z', today, moscow, 'en')).toBe('Today, 00:00');
    expect(instantText('2026-11-20T21:00:00Z', today, moscow, 'ru')).toBe('Вчера, 00:00');
    expect(instantText('2026-11-20T21:00:00Z', today, moscow, 'sv')).toBe(`${nb('I går')}, 00:00`);
    expect(instantText('2025-11-14T15:20:00Z', today, moscow, 'en')).toBe(`${nb('14 November 2025')}, 18:20`);
  });

  it('reads the day of any zone', () => {
    expect(inZone('2026-11-21T23:30:00Z', 'Asia/Vladivostok')).toEqual({ day: '2026-11-22', time: '09:30' });
    expect(inZone('2026-11-21T00:30:00Z', 'America/New_York')).toEqual({ day: '2026-11-20', time: '19:30' });
  });
});

describe('days', () => {
  it('counts over months, years and leap days', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween(today, '2026-12-20')).toBe(28);
    expect(isMonthEnd('2028-02-28')).toBe(false);
    expect(isMonthEnd('2028-02-29')).toBe(true);
  });

  it('addDays and daysBetween undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        expect(daysBetween(today, addDays(today, days))).toBe(days);
      }),
    );
  });
});
