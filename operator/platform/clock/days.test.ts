import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayFromNumber, dayNumber, daysBetween, daysInMonth, endOfMonth, startOfMonth } from './days.ts';
import { operatorDay, startOfDay, wallClock } from './zone.ts';

const anyNumber = fc.integer({ min: -20_000, max: 60_000 });

describe('days', () => {
  it('follow the calendar', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: -800, max: 800 }), (number, count) => {
        const day = dayFromNumber(number);
        expect(dayNumber(day)).toBe(number);
        expect(addDays(day, count)).toBe(dayFromNumber(number + count));
        expect(daysBetween(day, addDays(day, count))).toBe(count);
        expect(addDays(startOfMonth(day), daysInMonth(day))).toBe(startOfMonth(day, 1));
      }),
    );
  });

  it.each([
    ['2024-02-10', '2024-02-29'],
    ['2026-02-10', '2026-02-28'],
    ['2100-02-10', '2100-02-28'],
    ['2026-12-31', '2026-12-31'],
  ])('the month of %s ends on %s', (day, end) => {
    expect(endOfMonth(day)).toBe(end);
  });

  it('month arithmetic crosses year boundaries', () => {
    expect(startOfMonth('2026-11-22', -24)).toBe('2024-11-01');
    expect(startOfMonth('2026-11-22', 2)).toBe('2027-01-01');
  });
});

describe('the operator’s day', () => {
  it('starts at 21:00 UTC in Moscow', () => {
    expect(operatorDay(Date.parse('2026-11-21T20:59:59.999Z'), 'Europe/Moscow')).toBe('2026-11-21');
    expect(operatorDay(Date.parse('2026-11-21T21:00:00Z'), 'Europe/Moscow')).toBe('2026-11-22');
    expect(startOfDay('2026-11-22', 'Europe/Moscow')).toBe(Date.parse('2026-11-21T21:00:00Z'));
  });

  it.each([
    'Europe/Moscow',
    'Europe/Stockholm',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/Sao_Paulo',
  ])('begins with the first moment that is of it: %s', (zone) => {
    fc.assert(
      fc.property(fc.integer({ min: 15_500, max: 22_000 }), (number) => {
        const day = dayFromNumber(number);
        // Samoa skipped 30 December 2011 (date line change); 12 months of days before 2018 lack a midnight in Brazil.
        fc.pre(!(zone === 'Pacific/Apia' && number < 16_000));
        const start = startOfDay(day, zone);
        expect(operatorDay(start, zone)).toBe(day);
        expect(operatorDay(start - 1, zone)).toBe(addDays(day, -1));
      }),
    );
  });
});

describe('the wall clock', () => {
  it.each(['Europe/Moscow', 'Europe/Stockholm', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'])(
    'shows what the calendar of the platform says: %s',
    (timeZone) => {
      const calendar = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const anyMoment = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2040-01-01') });
      // Minutes around midnights and offset changes (the last one in Moscow was in 2014).
      const nearAChange = fc
        .tuple(
          fc.constantFrom(
            '2014-10-25T22:00Z',
            '2026-03-29T01:00Z',
            '2026-10-25T01:00Z',
            '2026-11-01T06:00Z',
            '2026-04-04T15:00Z',
          ),
          fc.integer({ min: -36 * 60, max: 36 * 60 }),
        )
        .map(([change, minutes]) => Date.parse(change) + minutes * 60_000);
      fc.assert(
        fc.property(fc.oneof(anyMoment, nearAChange), (ms) => {
          expect(wallClock(ms, timeZone)).toBe(calendar.format(ms));
        }),
        { numRuns: 400 },
      );
    },
  );
});
