import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mistakeAnswer } from './answers.ts';
import { readPaymentMessage, type SmsRules } from './rules.ts';

const rules: SmsRules = { keyword: 'ntvplus', minKopecks: 1_000, maxKopecks: 1_500_000 };
const read = (text: string): ReturnType<typeof readPaymentMessage> => readPaymentMessage(text, rules);
const wrong = (text: string): unknown => {
  const message = read(text);
  return message.ok ? message : message.mistake;
};

const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((one) => one.join(''));
const payees = fc.oneof(digits(10), digits(12));
const roubles = fc.integer({ min: 10, max: 15_000 });
const blank = fc
  .array(fc.constantFrom(' ', '\t', '\n', '\r\n', '\u00a0', '\u202f', '\u2009', '\u3000'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((one) => one.join(''));
const keyword = fc
  .array(fc.boolean(), { minLength: 7, maxLength: 7 })
  .map((upper) => Array.from('ntvplus', (one, index) => (upper[index] === true ? one.toUpperCase() : one)).join(''));

describe('readPaymentMessage', () => {
  it('ignores case and extra blanks', () => {
    const shape = fc.tuple(fc.option(blank, { nil: '' }), keyword, blank, payees, blank, roubles);
    fc.assert(
      fc.property(shape, fc.option(blank, { nil: '' }), ([before, word, first, payee, second, amount], after) => {
        expect(read(`${before}${word}${first}${payee}${second}${amount}${after}`)).toEqual({
          ok: true,
          payee,
          amountKopecks: amount * 100,
        });
      }),
    );
  });

  it('accepts only messages of the exact form', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'ntvplus',
        'NTVPLUS',
        '425',
        '2256884759',
        '047122903358',
        '',
        ' ',
        '1e3',
        '425.00',
        '-425',
        '٤٢٥',
      ),
      fc.string({ unit: 'binary', maxLength: 14 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom(' ', '\u00a0', '', ','), (words, between) => {
        const text = words.join(between);
        const form = /^\s*ntvplus\s+([0-9]{10}|[0-9]{12})\s+([1-9][0-9]{1,4})\s*$/i.exec(text);
        const amount = Number(form?.[2] ?? 0);
        expect(read(text).ok).toBe(form !== null && amount >= 10 && amount <= 15_000);
      }),
      { numRuns: 500 },
    );
  });

  it('requires an amount within the limits', () => {
    fc.assert(
      fc.property(payees, fc.integer({ min: 0, max: 9 }), (payee, amount) => {
        expect(wrong(`ntvplus ${payee} ${amount}`)).toEqual({ wrong: 'amount-small' });
      }),
    );
    fc.assert(
      fc.property(payees, fc.bigInt({ min: 15_001n, max: 10n ** 60n }), (payee, amount) => {
        expect(wrong(`ntvplus ${payee} ${amount}`)).toEqual({ wrong: 'amount-large' });
      }),
    );
  });

  it.each([
    ['', { wrong: 'empty' }],
    [' \u00a0\n', { wrong: 'empty' }],
    ['2256884759 425', { wrong: 'keyword' }],
    ['ntv plus 2256884759 425', { wrong: 'keyword' }],
    ['ntvplus2256884759 425', { wrong: 'keyword' }],
    // Contains a Cyrillic letter.
    ['ntvрlus 2256884759 425', { wrong: 'keyword' }],
    ['ｎｔｖｐｌｕｓ 2256884759 425', { wrong: 'keyword' }],
    ['привет', { wrong: 'keyword' }],
    ['ntvplus', { wrong: 'number-missing' }],
    ['ntvplus 225688475 425', { wrong: 'number', digits: 9 }],
    ['ntvplus 22568847590 425', { wrong: 'number', digits: 11 }],
    ['ntvplus 2256884759012 425', { wrong: 'number', digits: 13 }],
    ['ntvplus 225-688-4759 425', { wrong: 'number', digits: null }],
    ['ntvplus ２２５６８８４７５９ 425', { wrong: 'number', digits: null }],
    ['ntvplus 425 2256884759', { wrong: 'number', digits: 3 }],
    ['ntvplus 2256884759', { wrong: 'amount-missing' }],
    ['ntvplus 2256884759 425.50', { wrong: 'amount' }],
    ['ntvplus 2256884759 425,00', { wrong: 'amount' }],
    ['ntvplus 2256884759 1e3', { wrong: 'amount' }],
    ['ntvplus 2256884759 -425', { wrong: 'amount' }],
    ['ntvplus 2256884759 +425', { wrong: 'amount' }],
    ['ntvplus 2256884759 0425', { wrong: 'amount' }],
    ['ntvplus 2256884759 ４２５', { wrong: 'amount' }],
    ['ntvplus 2256884759 425р', { wrong: 'amount' }],
    ['ntvplus 2256884759 0', { wrong: 'amount-small' }],
    ['ntvplus 2256884759 9', { wrong: 'amount-small' }],
    ['ntvplus 2256884759 15001', { wrong: 'amount-large' }],
    [`ntvplus 2256884759 ${'9'.repeat(480)}`, { wrong: 'amount-large' }],
    ['ntvplus 22568 84759 425', { wrong: 'more-words' }],
    ['ntvplus 2256884759 1 000', { wrong: 'more-words' }],
    ['ntvplus 2256884759 425 руб', { wrong: 'more-words' }],
    ['ntvplus 2256884759 425 ntvplus 2256884759 425', { wrong: 'more-words' }],
  ])('reports the mistake in %j', (text, mistake) => {
    expect(wrong(text)).toEqual(mistake);
  });

  it('answers with a valid example that keeps the valid parts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(payees, fc.string(), fc.constant('ntvplus')), { maxLength: 5 }), (words) => {
        const message = read(words.join(' '));
        if (message.ok) return;
        const answer = mistakeAnswer(message.mistake, message.understood, rules);
        expect(answer).toContain('Деньги не списаны.');
        expect(read(/Пример: (.*)$/.exec(answer)?.[1] ?? '').ok).toBe(true);
      }),
    );
    const message = read('ntvplus 2256884759 425.50');
    expect(message.ok ? '' : mistakeAnswer(message.mistake, message.understood, rules)).toBe(
      'Сумма должна быть в целых рублях, одними цифрами. Деньги не списаны. Пример: ntvplus 2256884759 500',
    );
    const nine = read('ntvplus 225688475 425');
    expect(nine.ok ? '' : mistakeAnswer(nine.mistake, nine.understood, rules)).toBe(
      'В номере 9 цифр, а нужно 10 (договор) или 12 (карта). Деньги не списаны. Пример: ntvplus 1234567890 425',
    );
  });
});
