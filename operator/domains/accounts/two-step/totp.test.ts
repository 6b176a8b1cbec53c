import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

describe('codes of the authenticator app', () => {
  /** RFC 6238, appendix B (SHA-1): the last six of its eight digits are the six-digit code of the same step. */
  const secret = Secret.fromUTF8('12345678901234567890').base32;
  const vectors: [seconds: number, code: string, step: number][] = [
    [59, '94287082', 0x1],
    [1_111_111_109, '07081804', 0x23523ec],
    [1_111_111_111, '14050471', 0x23523ed],
    [1_234_567_890, '89005924', 0x273ef07],
    [2_000_000_000, '69279037', 0x3f940aa],
    [20_000_000_000, '65353130', 0x27bc86aa],
  ];

  it.each(vectors)('are those of RFC 6238 at %i s', (seconds, eight, step) => {
    expect(totpStep(secret, eight.slice(2), seconds * 1_000)).toBe(step);
  });

  it('fit a step early and a step late, and no more', () => {
    const [seconds, eight, step] = [1_111_111_111, '14050471', 0x23523ed] as const;
    const code = eight.slice(2);
    const begin = step * 30_000;
    expect(Math.floor((seconds * 1_000) / 30_000)).toBe(step);
    for (const now of [begin - 30_000, begin - 1, begin, begin + 29_999, begin + 30_000, begin + 59_999]) {
      expect(totpStep(secret, code, now)).toBe(step);
    }
    for (const now of [begin - 30_001, begin + 60_000]) expect(totpStep(secret, code, now)).toBeNull();
  });

  it('have secrets of 160 bits, each another, that are typed in base 32', () => {
    const secrets = new Set(Array.from({ length: 100 }, newTotpSecret));
    expect(secrets.size).toBe(100);
    for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('are told to the app as the Key Uri Format has it', () => {
    const uri = new URL(totpUri(secret, 'NTV-PLUS', 'anna+tv@example.test'));
    expect(uri.href).toMatch(/^otpauth:\/\/totp\/NTV-PLUS:anna%2Btv%40example\.test\?/);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'NTV-PLUS',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
