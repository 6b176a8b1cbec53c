import type { Language } from '../primitives.ts';
import { numberFormat } from './intl.ts';
import { noBreak } from './spaces.ts';

function grouped(digits: string, groups: readonly number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const length of groups) {
    parts.push(digits.slice(at, at + length));
    at += length;
  }
  return [...parts, digits.slice(at)].filter((part) => part !== '').join('\u00a0');
}

/** A contract number in the groups printed on the agreement: "22 5688 4759". */
export function contractNumberText(digits: string): string {
  return grouped(digits, [2, 4, 4]);
}

/** A smart card number in the groups printed on the card: "0471 2290 3358". */
export function cardNumberText(digits: string): string {
  return grouped(digits, [4, 4, 4]);
}

/** A whole number grouped by the language: "12 480". */
export function countText(count: number, language: Language): string {
  return noBreak(numberFormat(language, 0).format(count));
}
