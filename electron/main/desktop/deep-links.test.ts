import { expect, test } from 'vitest';
import { deepLinkOf, parseDeepLink } from './deep-links.ts';

test('the plain link opens the program', () => {
  expect(parseDeepLink('plus-cabinet://open')).toEqual({ kind: 'open' });
  expect(parseDeepLink('plus-cabinet://open/')).toEqual({ kind: 'open' });
});

test.each([
  '',
  'plus-cabinet:',
  'plus-cabinet://',
  'plus-cabinet://open?x=1',
  'plus-cabinet://open/../sign-out',
  'plus-cabinet://user@open',
  'plus-cabinet://sign-out',
  'https://open',
  'plus-cabinet-evil://open',
  `plus-cabinet://open/${'a'.repeat(5_000)}`,
])('%j is unknown', (address) => {
  expect(parseDeepLink(address)).toEqual({ kind: 'unknown' });
});

test('the link is found among the arguments', () => {
  expect(deepLinkOf(['program', '--flag', 'plus-cabinet://open'])).toBe('plus-cabinet://open');
  expect(deepLinkOf(['program', 'https://plus-cabinet'])).toBeNull();
});
