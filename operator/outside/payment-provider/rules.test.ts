import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoWallets, findWallet, isWallet, phoneRefusal, walletMethods, walletRefusal } from './accounts.ts';
import { askBank, isExpired, maskOf, passesLuhn, plainDigits, readCard, readExpiry, testCards } from './card-rules.ts';
import { sbpPayload } from './sbp-payload.ts';
import { signatureOf } from '../../platform/payment-provider/signature.ts';
import { MAX_ATTEMPTS, retryDelayMs } from './webhook-rules.ts';

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(''));

describe('the check digit', () => {
  it('is unique, and detects every wrong digit and nearly every transposition', () => {
    fc.assert(
      fc.property(digits(12, 18), fc.nat(), fc.integer({ min: 1, max: 9 }), (start, place, by) => {
        const good = Array.from({ length: 10 }, (_, last) => `${start}${last}`).filter(passesLuhn);
        expect(good).toHaveLength(1);
        const [number = ''] = good;
        const at = place % number.length;
        const wrong = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
        expect(passesLuhn(wrong)).toBe(false);
        const [one = '', other = ''] = number.slice(at, at + 2);
        const swapped = number.slice(0, at) + other + one + number.slice(at + 2);
        // The Luhn algorithm cannot distinguish 09 from 90.
        const blind = one === other || other === '' || `${one}${other}` === '09' || `${one}${other}` === '90';
        if (!blind) expect(passesLuhn(swapped)).toBe(false);
      }),
    );
    expect(passesLuhn('')).toBe(false);
  });

  it('is correct on every test card; the last four digits are unique', () => {
    expect(testCards.every(({ number }) => passesLuhn(number))).toBe(true);
    expect(new Set(testCards.map(({ number }) => maskOf(number))).size).toBe(testCards.length);
  });
});

describe('typed digits', () => {
  it('are read in every script, with blanks and dashes', () => {
    const zeros = [0x30, 0xff10, 0x0660, 0x0966, 0x1d7ce];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 9 }),
            fc.constantFrom(...zeros),
            fc.constantFrom('', ' ', '\u00a0', '-', '–', '\u200b'),
          ),
        ),
        (typed) => {
          const text = typed.map(([digit, zero, between]) => String.fromCodePoint(zero + digit) + between).join('');
          expect(plainDigits(text)).toBe(typed.map(([digit]) => digit).join(''));
        },
      ),
    );
    expect(plainDigits('OОoоIlЗз')).toBe('00001133');
    expect(plainDigits('12x4')).toBe('12x4');
  });

  it.each([
    ['12/29', '12/29'],
    ['1/29', '01/29'],
    ['0129', '01/29'],
    ['012029', '01/29'],
    ['01.2029', '01/29'],
    ['01-29', '01/29'],
    [' 01 / 29 ', '01/29'],
    ['００１/２９', null],
    ['０１/２９', '01/29'],
    ['13/29', null],
    ['00/29', null],
    ['129', null],
    ['01/1929', null],
    ['', null],
    ['soon', null],
  ])('%j as an expiry is %j', (typed, expected) => {
    expect(readExpiry(typed)).toBe(expected);
  });

  it('a card is valid until the end of its month', () => {
    expect(isExpired('11/26', Date.parse('2026-11-30T23:59:59.999Z'))).toBe(false);
    expect(isExpired('11/26', Date.parse('2026-12-01T00:00:00Z'))).toBe(true);
    expect(isExpired('12/26', Date.parse('2027-01-01T00:00:00Z'))).toBe(true);
  });
});

describe('a typed card', () => {
  const now = Date.parse('2026-11-22T00:00:00Z');

  it('that is invalid is rejected with all its faults', () => {
    const numbers = new Set(testCards.map(({ number }) => number));
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (number, expires, code) => {
        const read = readCard({ number, expires, code }, now);
        if ('card' in read) expect(numbers.has(plainDigits(number))).toBe(true);
        else expect(read.faults.length).toBeGreaterThan(0);
      }),
    );
    expect(readCard({ number: '1', expires: 'x', code: '' }, now)).toEqual({ faults: ['number', 'expiry', 'code'] });
    expect(readCard({ number: '4111 1111 1111 1111', expires: '12/25', code: '123' }, now)).toEqual({
      faults: ['not-test', 'expired'],
    });
  });

  it('results in neither number nor code', () => {
    for (const { number } of testCards) {
      const read = readCard({ number, expires: '12/29', code: '987' }, now);
      expect(JSON.stringify(read)).not.toContain(number);
      expect(JSON.stringify(read)).not.toContain('987');
    }
  });

  it('that was saved is charged without its holder until it expires', () => {
    const card = (behaviour: (typeof testCards)[number]['behaviour']) =>
      ({ behaviour, mask: '•• 0004', brand: 'МИР', expires: '12/26' }) as const;
    expect(askBank(card('asks-code'), true, now)).toEqual({ kind: 'ask' });
    expect(askBank(card('asks-code'), false, now)).toEqual({ kind: 'paid' });
    expect(askBank(card('fails-code'), false, now)).toMatchObject({ reason: 'three-d-secure-failed' });
    expect(askBank(card('pays'), false, Date.parse('2027-01-01T00:00:00Z'))).toMatchObject({ reason: 'card-expired' });
  });
});

describe('wallets and phones', () => {
  it('are found for every spelling of the login', () => {
    expect(findWallet('qiwi', '8 (900) 555-02-01')?.login).toBe('+79005550201');
    expect(findWallet('webmoney', ' 100200 300401')?.login).toBe('100200300401');
    expect(findWallet('yoomoney', 'Irina.Sever')?.login).toBe('irina.sever');
    expect(findWallet('yoomoney', '')).toBeNull();
    expect([isWallet('qiwi'), isWallet('sbp')]).toEqual([true, false]);
  });

  it('pay up to their balance', () => {
    for (const method of walletMethods) {
      const refusals = demoWallets[method].map((wallet) => walletRefusal(wallet, 1_000));
      expect(refusals).toEqual([null, 'insufficient-funds', 'wallet-refused']);
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000_000 }), fc.integer({ min: 0, max: 10_000 }), (amount, rest) => {
        expect(phoneRefusal('+79005550142', amount, rest) === null).toBe(amount + rest <= 5_000_000);
        expect(phoneRefusal('+79005550100', amount, rest) === null).toBe(amount + rest <= 4_000);
        expect(phoneRefusal('+79005550199', amount, rest)).toBe('phone-limit');
      }),
    );
  });
});

describe('webhooks', () => {
  it('are retried at growing, bounded intervals for about two days', () => {
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryDelayMs(index + 1));
    expect(waits.slice(0, 4)).toEqual([1_000, 3_000, 9_000, 27_000]);
    expect(waits.every((wait, index) => wait >= (waits[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBe(6 * 3_600_000);
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(36);
    expect(hours).toBeLessThan(60);
  });

  it('sign the time in seconds and the body', () => {
    const mac = createHmac('sha256', 'secret').update('1700000000.{"a":1}').digest('hex');
    expect(signatureOf('secret', '{"a":1}', 1_700_000_000_999)).toBe(`t=1700000000,v1=${mac}`);
  });
});

it('the payload of a QR code ends in its checksum (CRC-16/CCITT-FALSE)', () => {
  const text = sbpPayload('0123456789abcdef0123456789abcdef', 50_000);
  expect(text).toMatch(/^https:\/\/sbp\.plusgate\.example\/AD0123456789ABCDEF0123456789ABCD\?/);
  expect(text.split('&crc=')[1]).toMatch(/^[0-9A-F]{4}$/);
});
