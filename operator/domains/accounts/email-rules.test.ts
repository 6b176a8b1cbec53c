import { describe, expect, it } from 'vitest';
import { deliverableAddress } from './email-rules.ts';

describe('an address for letters', () => {
  it.each([
    ['anna@example.test', 'anna@example.test'],
    ['  Anna.Berg+tv@Mail.Example.TEST ', 'anna.berg+tv@mail.example.test'],
    ['анна@пример.рф', 'анна@пример.рф'],
    ["o'neil@example.test", "o'neil@example.test"],
    ['a@b-c.example', 'a@b-c.example'],
  ])('is %s', (typed, known) => {
    expect(deliverableAddress(typed)).toBe(known);
  });

  it.each([
    'nobody',
    'a@b',
    '@example.test',
    'a@',
    'a b@example.test',
    'a@example.test, b@example.test',
    'a@example.test\r\nBcc: b@example.test',
    '"a" <a@example.test>',
    '"a b"@example.test',
    'a@@example.test',
    'a@example..test',
    '.a@example.test',
    'a.@example.test',
    'a..b@example.test',
    'a@-example.test',
    'a@example-.test',
    'a@[127.0.0.1]',
    'a;b@example.test',
    'a:b@example.test',
    'a\u0000@example.test',
    `${'a'.repeat(65)}@example.test`,
    `a@${'b.'.repeat(126)}test`,
  ])('is not %j', (typed) => {
    expect(deliverableAddress(typed)).toBeNull();
  });
});
