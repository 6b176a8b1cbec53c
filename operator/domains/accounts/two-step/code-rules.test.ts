import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode, recoveryCodeOf, shownRecoveryCode } from './code-rules.ts';

const fiveBytes = fc.uint8Array({ minLength: 5, maxLength: 5 });
const appCodes = fc.nat(999_999).map((number) => String(number).padStart(6, '0'));
const between = fc.constantFrom('', ' ', '-', '–', '—', '−', '\u00a0', '\u2009', '\t', '\u200b', ' - ');

/** A code as a person may type it: blanks and hyphens anywhere, either case, full-width, look-alikes. */
function typed(code: string): fc.Arbitrary<string> {
  const written = new Map([
    ['0', ['0', 'o', 'O', 'о', 'О', '0']],
    ['1', ['1', 'i', 'I', 'l', 'L', 'і']],
    ['a', ['a', 'A', 'а', 'А', 'a']],
    ['c', ['c', 'C', 'с', 'С']],
    ['h', ['h', 'H', 'Н']],
    ['x', ['x', 'X', 'х', 'Х']],
  ]);
  const parts = Array.from(code, (one) =>
    fc.tuple(between, fc.constantFrom(...(written.get(one) ?? [one, one.toUpperCase()]))).map((pair) => pair.join('')),
  );
  return fc.tuple(...parts, between).map((all) => all.join(''));
}

describe('a typed code', () => {
  it('is known however it is typed', () => {
    fc.assert(
      fc.property(
        fiveBytes.map(recoveryCodeOf).chain((code) => fc.tuple(fc.constant(code), typed(code))),
        ([code, text]) => {
          expect(readCode(text)).toEqual({ kind: 'recovery', code });
        },
      ),
    );
    fc.assert(
      fc.property(
        appCodes.chain((code) => fc.tuple(fc.constant(code), typed(code))),
        ([code, text]) => {
          expect(readCode(text)).toEqual({ kind: 'app', code });
        },
      ),
    );
  });

  it('is one of the two forms, or neither, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = readCode(text);
        if (read.kind === 'app') expect(read.code).toMatch(/^[0-9]{6}$/);
        if (read.kind === 'recovery') expect(read.code).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/);
        if (read.kind !== 'neither') expect(readCode(read.code)).toEqual(read);
      }),
    );
    for (const text of ['', '12345', '1234567', '123456789', 'abcd-efgu', 'abcd_efgh', '12.3456', '١٢٣٤٥٦']) {
      expect(readCode(text).kind).toBe('neither');
    }
  });
});

describe('a recovery code', () => {
  it('is shown in two groups, and differs where the bytes do', () => {
    fc.assert(
      fc.property(fiveBytes, fiveBytes, (one, other) => {
        expect(shownRecoveryCode(recoveryCodeOf(one))).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
        expect(recoveryCodeOf(one) === recoveryCodeOf(other)).toBe(one.every((byte, i) => byte === other[i]));
      }),
    );
    expect(recoveryCodeOf(new Uint8Array(5))).toBe('00000000');
    expect(recoveryCodeOf(new Uint8Array(5).fill(255))).toBe('zzzzzzzz');
  });
});
