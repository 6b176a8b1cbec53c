import { describe, expect, it } from 'vitest';
import { phoneFrom, phoneText } from './phones.ts';

describe('phoneText', () => {
  it('groups Russian numbers as they are printed, others as they are', () => {
    expect(phoneText('+79005550142')).toBe('+7\u00a0900\u00a0555-01-42');
    expect(phoneText('+46701234567')).toBe('+46701234567');
  });
});

describe('phoneFrom', () => {
  it.each([
    ['+7 900 555-01-42', '+79005550142'],
    ['8 (900) 555-01-42', '+79005550142'],
    ['79005550142', '+79005550142'],
    ['900 555 01 42', '+79005550142'],
    ['+7\u00a0900\u00a0555\u201101\u201142', '+79005550142'],
    ['0046 70 123 45 67', '+46701234567'],
    ['+46 70 123 45 67', '+46701234567'],
  ])('takes %s', (typed, number) => expect(phoneFrom(typed)).toBe(number));

  it.each(['', '12', 'none', '+7900', '5550142', '+0123456789012', '+7 900 555 01 42 99 99 9'])('refuses %s', (typed) =>
    expect(phoneFrom(typed)).toBeNull(),
  );
});
