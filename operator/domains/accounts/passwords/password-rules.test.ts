import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { commonPasswords } from './common-passwords.ts';
import { passwordFault } from './password-rules.ts';

const rules = ntvPlus.accounts;
const fault = (password: string): string | null => passwordFault(password, rules, commonPasswords());

describe('a password to be set', () => {
  it('has 8 to 128 characters, counted as people count them', () => {
    expect(fault('gh4tZu!')).toBe('password-too-short');
    expect(fault('gh4tZu!q')).toBeNull();
    expect(fault('x'.repeat(129))).toBe('password-too-long');
    expect(fault('ж'.repeat(128))).toBeNull();
    // A character beyond the first 65,536 is one, and so is a letter with its mark.
    expect(fault('😀'.repeat(7))).toBe('password-too-short');
    expect(fault('😀'.repeat(128))).toBeNull();
    expect(fault('e\u0301'.repeat(7))).toBe('password-too-short');
    expect(fault('e\u0301'.repeat(128))).toBeNull();
  });

  it('is none of the commonest, however cased', () => {
    for (const password of ['password', 'PassWord', '12345678', 'QWERTYUIOP', 'iloveyou']) {
      expect(fault(password)).toBe('password-too-common');
    }
  });

  it('needs no digits, signs or capitals, and may have any', () => {
    for (const password of [
      'correct horse',
      '        ',
      'только буквы',
      '19840229-7',
      '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008',
    ]) {
      expect(fault(password)).toBeNull();
    }
    const other = fc
      .string({ unit: 'grapheme', minLength: 8, maxLength: 40 })
      .filter((text) => !commonPasswords().has(text.normalize('NFC').toLowerCase()))
      .filter((text) => Array.from(text.normalize('NFC')).length >= 8);
    fc.assert(
      fc.property(other, (password) => {
        expect(fault(password)).toBe(Array.from(password.normalize('NFC')).length > 128 ? 'password-too-long' : null);
      }),
    );
  });
});

it('the commonest are the first 3,000 of the list that are long enough', () => {
  const list = [...(dictionary['passwords-common'] as Iterable<string>)];
  const expected = list.filter((word) => Array.from(word).length >= rules.passwordMinLength).slice(0, 3_000);
  expect(commonPasswords().size).toBe(3_000);
  expect([...commonPasswords()].toSorted()).toEqual(expected.toSorted());
  for (const word of commonPasswords()) expect(word).toBe(word.normalize('NFC').toLowerCase());
});
