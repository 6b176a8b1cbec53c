import { describe, expect, it } from 'vitest';
import { cardNumberText, contractNumberText, countText } from './numbers.ts';

const nb = (text: string): string => text.replaceAll(' ', '\u00a0');

describe('numbers in groups', () => {
  it('contract and card as printed', () => {
    expect(contractNumberText('2256884759')).toBe(nb('22 5688 4759'));
    expect(cardNumberText('047122903358')).toBe(nb('0471 2290 3358'));
  });

  it('counts by language', () => {
    expect(countText(12480, 'en')).toBe('12,480');
    expect(countText(12480, 'ru')).toBe(nb('12 480'));
    expect(countText(148, 'sv')).toBe('148');
  });
});
