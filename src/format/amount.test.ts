import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '#protocol/primitives.ts';
import { readAmount } from './amount.ts';
import { money, moneyToPaste } from '#protocol/format/money.ts';

describe('readAmount', () => {
  it.each([
    ['500', 50_000],
    [' 500 ', 50_000],
    ['500,5', 50_050],
    ['500.05', 50_005],
    ['0,01', 1],
    ['007', 700],
    ['1 000', 100_000],
    ['1\u00a0234\u202f567,89', 123_456_789],
    ['1,234,567.89', 123_456_789],
    ['1,234.50', 123_450],
    ['１００', 10_000],
    ['１２，５０', 1_250],
    ['500 ₽', 50_000],
    ['500\u00a0₽', 50_000],
    ['500 руб.', 50_000],
    ['500р', 50_000],
    ['9999999999999.99', 999_999_999_999_999],
  ] as const)('%j is %i kopecks in every language', (typed, kopecks) => {
    for (const language of languages) expect(readAmount(typed, language)).toEqual({ ok: true, kopecks });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['₽', 'empty'],
    ['0', 'zero'],
    ['0,00', 'zero'],
    ['-5', 'negative'],
    ['−1 000,50', 'negative'],
    ['10.001', 'fractions'],
    ['1234,567', 'grouping'],
    ['1.2345', 'fractions'],
    ['1e6', 'not-a-number'],
    ['--5', 'not-a-number'],
    ['+5', 'not-a-number'],
    ['abc', 'not-a-number'],
    ['5-6', 'not-a-number'],
    ['5 dollars', 'not-a-number'],
    ['10²', 'not-a-number'],
    ['½', 'not-a-number'],
    ['٥٠٠', 'not-a-number'],
    ['.5', 'not-a-number'],
    ['5,', 'not-a-number'],
    ['5..5', 'not-a-number'],
    ['1.234.56', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['10 00', 'grouping'],
    ['1000 000', 'grouping'],
    ['12,34,567', 'grouping'],
    ['1 000,000', 'grouping'],
    ['99999999999999', 'too-large'],
    ['9'.repeat(400), 'too-large'],
  ] as const)('%j is refused: %s', (typed, mistake) => {
    for (const language of languages) expect(readAmount(typed, language)).toEqual({ ok: false, mistake });
  });

  it('takes a lone comma before three digits for what it is in the language', () => {
    expect(readAmount('1,234', 'en')).toEqual({ ok: true, kopecks: 123_400 });
    expect(readAmount('1,234', 'ru')).toEqual({ ok: false, mistake: 'fractions' });
    expect(readAmount('10,001', 'sv')).toEqual({ ok: false, mistake: 'fractions' });
  });

  it('holds to the limits, both inclusive', () => {
    const limits = { minKopecks: 1_000, maxKopecks: 1_500_000 };
    expect(readAmount('9,99', 'ru', limits)).toEqual({ ok: false, mistake: 'too-small' });
    expect(readAmount('10', 'ru', limits)).toEqual({ ok: true, kopecks: 1_000 });
    expect(readAmount('15 000', 'ru', limits)).toEqual({ ok: true, kopecks: 1_500_000 });
    expect(readAmount('15 000,01', 'ru', limits)).toEqual({ ok: false, mistake: 'too-large' });
  });

  it('reads back every amount as it is shown and as it is copied', () => {
    const amounts = fc.integer({ min: 1, max: 1e12 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...languages), (kopecks, language) => {
        for (const shown of [money(kopecks, language), money(kopecks, language, { kopecks: 'always' })]) {
          expect(readAmount(shown, language)).toEqual({ ok: true, kopecks });
        }
        expect(readAmount(moneyToPaste(kopecks), language)).toEqual({ ok: true, kopecks });
      }),
    );
  });

  it('whatever is typed: a positive whole number of kopecks with the typed digits, or a mistake', () => {
    const signs = fc.constantFrom(...Array.from('0123456789., -−eE+₽\u00a0１'), '00', '000');
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(signs).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, fc.constantFrom(...languages), (text, language) => {
        const read = readAmount(text, language);
        if (!read.ok) return;
        expect(Number.isSafeInteger(read.kopecks) && read.kopecks > 0).toBe(true);
        const figures = text.normalize('NFKC').replaceAll(/\D/g, '').replace(/^0+/, '');
        expect([String(read.kopecks), String(read.kopecks / 10), String(read.kopecks / 100)]).toContain(figures);
      }),
      { numRuns: 1000 },
    );
  });
});
