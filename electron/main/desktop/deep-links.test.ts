import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepLinkOf, ownArguments, parseDeepLink } from './deep-links.ts';

const token = 'Az0_-'.repeat(9).slice(0, 43);

test('the plain link opens the program', () => {
  expect(parseDeepLink('plus-cabinet://open')).toEqual({ kind: 'open' });
  expect(parseDeepLink('plus-cabinet://open/')).toEqual({ kind: 'open' });
});

test.each([
  ['registration', 'confirm-registration'],
  ['password-reset', 'reset-password'],
  ['email', 'confirm-email'],
])('the link of a %s letter opens the form %s', (host, form) => {
  expect(parseDeepLink(`plus-cabinet://${host}?token=${token}`)).toEqual({ kind: 'form', form, token });
  // Some systems write the slash of an empty path, and the scheme in other letters.
  expect(parseDeepLink(`plus-cabinet://${host}/?token=${token}`)).toEqual({ kind: 'form', form, token });
  expect(parseDeepLink(`PLUS-Cabinet://${host}?token=${token}`)).toEqual({ kind: 'form', form, token });
});

test.each([
  '',
  'plus-cabinet:',
  'plus-cabinet://',
  'plus-cabinet://open?x=1',
  'plus-cabinet://open?',
  'plus-cabinet://open#',
  'plus-cabinet://open/../sign-out',
  'plus-cabinet://open:80',
  'plus-cabinet://user@open',
  'plus-cabinet://sign-out',
  'https://open',
  'plus-cabinet-evil://open',
  `plus-cabinet://open/${'a'.repeat(5_000)}`,
  // Forms: another host, none, or one that every object has.
  `plus-cabinet://reset?token=${token}`,
  `plus-cabinet://two-step?token=${token}`,
  `plus-cabinet://?token=${token}`,
  `plus-cabinet:///password-reset?token=${token}`,
  `plus-cabinet:password-reset?token=${token}`,
  `plus-cabinet:/password-reset?token=${token}`,
  `plus-cabinet://constructor?token=${token}`,
  `plus-cabinet://__proto__?token=${token}`,
  `plus-cabinet://toString?token=${token}`,
  `plus-cabinet://PASSWORD-RESET?token=${token}`,
  `plus-cabinet://password-reset.evil?token=${token}`,
  `plus-cabinet://password%2dreset?token=${token}`,
  // A path, a port, a name, a fragment.
  `plus-cabinet://password-reset/email?token=${token}`,
  `plus-cabinet://password-reset//?token=${token}`,
  `plus-cabinet://password-reset:1?token=${token}`,
  `plus-cabinet://user@password-reset?token=${token}`,
  `plus-cabinet://user:pass@password-reset?token=${token}`,
  `plus-cabinet://password-reset?token=${token}#`,
  `plus-cabinet://password-reset?token=${token}#x`,
  `plus-cabinet://password-reset#token=${token}`,
  // Tokens that are none, too many, too few, and company.
  'plus-cabinet://password-reset',
  'plus-cabinet://password-reset?',
  'plus-cabinet://password-reset?token=',
  `plus-cabinet://password-reset?token=${token.slice(1)}`,
  `plus-cabinet://password-reset?token=${token}a`,
  `plus-cabinet://password-reset?token=${token.slice(1)}=`,
  `plus-cabinet://password-reset?token=${token.slice(1)}+`,
  `plus-cabinet://password-reset?token=${token.slice(1)}/`,
  `plus-cabinet://password-reset?token=${token.slice(1)}%41`,
  `plus-cabinet://password-reset?token=${token.slice(1)}ё`,
  `plus-cabinet://password-reset?token=${token}&token=${token}`,
  `plus-cabinet://password-reset?token=${token}&`,
  `plus-cabinet://password-reset?token=${token}&next=1`,
  `plus-cabinet://password-reset?x=1&token=${token}`,
  `plus-cabinet://password-reset?Token=${token}`,
  `plus-cabinet://password-reset?tok%65n=${token}`,
  `plus-cabinet://password-reset??token=${token}`,
  `plus-cabinet://password-reset?token=${token}\n`,
  `plus-cabinet://password-reset?token=${token.slice(0, 20)}\n${token.slice(20)}`,
  ` plus-cabinet://password-reset?token=${token}`,
  `plus-cabinet://password-reset?token=${token} --operator-url=https://evil.example`,
  `plus-cabinet://password-reset?token=${token}" --operator-url=https://evil.example`,
])('%j is unknown', (address) => {
  expect(parseDeepLink(address)).toEqual({ kind: 'unknown' });
});

test('the parser answers whatever it is given, and makes a form of a whole link alone', () => {
  const piece = fc.oneof(
    fc.constantFrom('plus-cabinet:', '//', '/', 'open', 'registration', 'password-reset', 'email', '?token=', '&', '#'),
    fc.constant(token),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.webUrl(),
  );
  const whole = /^plus-cabinet:\/\/(registration|password-reset|email)\/?\?token=[A-Za-z0-9_-]{43}$/;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const address = pieces.join('');
      const link = parseDeepLink(address);
      expect(link.kind === 'form').toBe(whole.test(address));
      if (link.kind === 'form') expect(address.endsWith(link.token)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('every token of the right alphabet and length comes out as it went in', () => {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const tokens = fc.string({ unit: fc.constantFrom(...letters), minLength: 43, maxLength: 43 });
  fc.assert(
    fc.property(tokens, (one) => {
      expect(parseDeepLink(`plus-cabinet://email?token=${one}`)).toMatchObject({ form: 'confirm-email', token: one });
    }),
  );
});

test('the link is found among the arguments', () => {
  expect(deepLinkOf(['program', '--flag', 'plus-cabinet://open'])).toBe('plus-cabinet://open');
  expect(deepLinkOf(['program', 'https://plus-cabinet'])).toBeNull();
});

test('what stands behind a link on the command line is not the program’s own', () => {
  const own = ['program', '--profile=/a'];
  expect(ownArguments(own)).toEqual(own);
  expect(ownArguments([...own, 'plus-cabinet://open', '--operator-url=https://evil.example'])).toEqual(own);
});
