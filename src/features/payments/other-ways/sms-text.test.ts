import { describe, expect, it } from 'vitest';
import { smsText, smsUri } from './sms-text.ts';

describe('the message that pays', () => {
  it.each([
    ['2256884759', 42_500, 'ntvplus 2256884759 425'],
    ['047122903358', 42_550, 'ntvplus 047122903358 425.50'],
  ])('%s, %d kopecks', (number, kopecks, text) => {
    expect(smsText('ntvplus', number, kopecks)).toBe(text);
  });

  it('opens on a phone', () => {
    expect(smsUri('3116', 'ntvplus 2256884759 425')).toBe('sms:3116?body=ntvplus%202256884759%20425');
  });
});
