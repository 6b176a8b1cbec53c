import { expect, test } from 'vitest';
import { Authenticator, base32, totp } from './authenticator.ts';

// RFC 6238, appendix B, its eight digits cut to six.
test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %d s the code is %s', (seconds, code) => {
  expect(totp(Buffer.from('12345678901234567890'), seconds * 1000)).toBe(code);
});

// RFC 4648, 10.
test.each([
  ['', ''],
  ['MY======', 'f'],
  ['MZXQ====', 'fo'],
  ['MZXW6===', 'foo'],
  ['MZXW6YQ=', 'foob'],
  ['MZXW6YTB', 'fooba'],
  ['mzxw 6ytb oi', 'foobar'],
])('base32 %j is %j', (text, plain) => {
  expect(base32(text).toString()).toBe(plain);
});

test('uses the given clock and generates invalid codes', async () => {
  const clock = { clock: () => Promise.resolve({ now: '2005-03-18T01:58:29.000Z' }) };
  const app = new Authenticator('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', clock);
  expect(await app.code()).toBe('081804');
  expect(await app.code(1)).toBe(totp(Buffer.from('12345678901234567890'), 1_111_111_139_000));
  expect(await app.wrongCode()).toMatch(/^\d{6}$/);
  expect(() => base32('MZXW1')).toThrow();
});
