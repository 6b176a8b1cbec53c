import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../primitives.ts';
import { money, moneySpoken, moneyToPaste } from './money.ts';

const nb = (text: string): string => text.replaceAll(' ', '\u00a0');

describe('money', () => {
  it.each([
    ['en', 73740, '737.40 ₽'],
    ['ru', 73740, '737,40 ₽'],
    ['sv', 73740, '737,40 ₽'],
    ['en', 39900, '399 ₽'],
    ['ru', 39900, '399 ₽'],
    ['sv', 39900, '399 ₽'],
    ['en', -8560, '−85.60 ₽'],
    ['ru', -8560, '−85,60 ₽'],
    ['sv', -8560, '−85,60 ₽'],
    ['en', 123456789, '1,234,567.89 ₽'],
    ['ru', 123456789, '1 234 567,89 ₽'],
    ['sv', 123456789, '1 234 567,89 ₽'],
    ['en', 5, '0.05 ₽'],
    ['en', 0, '0 ₽'],
  ] as const)('%s %i → %s', (language, kopecks, text) => {
    expect(money(kopecks, language)).toBe(nb(text));
  });

  it('shows sign and kopecks always in a column of entries', () => {
    expect(money(50000, 'en', { kopecks: 'always', sign: 'always' })).toBe(nb('+500.00 ₽'));
    expect(money(-3327, 'ru', { kopecks: 'always', sign: 'always' })).toBe(nb('−33,27 ₽'));
    expect(money(0, 'en', { kopecks: 'always', sign: 'always' })).toBe(nb('0.00 ₽'));
  });

  it('never breaks over lines, never uses a hyphen for minus, never loses a kopeck', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom(...languages),
        fc.constantFrom('auto' as const, 'always' as const),
        (kopecks, language, digits) => {
          const text = money(kopecks, language, { kopecks: digits });
          expect(text).not.toMatch(/[ \u2009\u202f-]/);
          const figures = text.replaceAll(/\D/g, '');
          const whole = digits === 'auto' && kopecks % 100 === 0;
          expect(Number(figures)).toBe(Math.abs(whole ? kopecks / 100 : kopecks));
          expect(text.startsWith('−')).toBe(kopecks < 0);
        },
      ),
    );
  });
});

describe('moneySpoken', () => {
  it.each([
    ['en', -8560, 'minus 85 roubles 60 kopecks'],
    ['en', 100, '1 rouble'],
    ['en', 0, '0 roubles'],
    ['ru', 2101, '21 рубль 1 копейка'],
    ['ru', 300, '3 рубля'],
    ['ru', 1104, '11 рублей 4 копейки'],
    ['ru', -73740, 'минус 737 рублей 40 копеек'],
    ['ru', 12, '12 копеек'],
    ['sv', 73740, '737 rubel 40 kopek'],
  ] as const)('%s %i → %s', (language, kopecks, text) => {
    expect(moneySpoken(kopecks, language)).toBe(text);
  });
});

describe('moneyToPaste', () => {
  it('gives the digits alone', () => {
    expect(moneyToPaste(22700)).toBe('227');
    expect(moneyToPaste(123456700)).toBe('1234567');
    expect(moneyToPaste(22750)).toBe('227.50');
  });
});
