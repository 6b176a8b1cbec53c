import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedPayeeNumber, readPayeeNumber } from './payee-number.ts';

const contract = { ok: true, number: '2256884759', kind: 'contract' } as const;

describe('readPayeeNumber', () => {
  it.each([
    '2256884759',
    '22 5688 4759',
    '22-5688-4759',
    ' 22\u00a05688\u20094759 ',
    '22\u20115688\u20134759',
    '２２５６８８４７５９',
    '\u200e2256884759\u200b',
    '2256884759\n',
  ])('takes %j as the contract', (typed) => {
    expect(readPayeeNumber(typed)).toEqual(contract);
  });

  it('takes twelve digits as a smart card, its leading 0 with it', () => {
    expect(readPayeeNumber('0471 2290 3358')).toEqual({ ok: true, number: '047122903358', kind: 'card' });
  });

  it.each([
    ['', 'empty'],
    [' \u00a0', 'empty'],
    ['- -', 'empty'],
    ['225688475', 'too-short'],
    ['1', 'too-short'],
    ['22568847591', 'eleven'],
    ['2256884759123', 'too-long'],
    ['22 5688 475O', 'letters'],
    ['№ 2256884759', 'letters'],
    ['2256884759.', 'letters'],
    ['225688475²', 'letters'],
    ['٢٢٥٦٨٨٤٧٥٩', 'letters'],
  ] as const)('%j is refused: %s', (typed, mistake) => {
    expect(readPayeeNumber(typed)).toEqual({ ok: false, mistake });
  });

  it('reads back what is shown, whatever the number', () => {
    const number = fc
      .constantFrom(10, 12)
      .chain((length) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }))
      .map((digits) => digits.join(''));
    fc.assert(
      fc.property(number, (digits) => {
        const shown = groupedPayeeNumber(digits);
        expect(shown).toMatch(/^\d{2,4}(\u00a0\d{4}){2}$/);
        expect(readPayeeNumber(shown)).toMatchObject({ ok: true, number: digits });
      }),
    );
  });

  it('never takes anything but ten or twelve digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 16 }), (typed) => {
        const read = readPayeeNumber(typed);
        if (read.ok) expect(read.number).toMatch(/^(\d{10}|\d{12})$/);
      }),
    );
  });
});
