import { describe, expect, it } from 'vitest';
import { pluralForm } from './plural.ts';

const days = { one: 'день', few: 'дня', many: 'дней', other: 'дней' };

describe('plurals', () => {
  it.each([
    [1, 'день'],
    [2, 'дня'],
    [4, 'дня'],
    [5, 'дней'],
    [11, 'дней'],
    [12, 'дней'],
    [21, 'день'],
    [22, 'дня'],
    [111, 'дней'],
    [121, 'день'],
    [0, 'дней'],
  ])('Russian %i %s', (count, word) => {
    expect(pluralForm('ru', count, days)).toBe(word);
  });

  it('English and Swedish', () => {
    expect(pluralForm('en', 1, { one: 'day', other: 'days' })).toBe('day');
    expect(pluralForm('en', 0, { one: 'day', other: 'days' })).toBe('days');
    expect(pluralForm('sv', 21, { one: 'dag', other: 'dagar' })).toBe('dagar');
  });
});
