import { expect, test } from 'vitest';
import { hostile } from '#tests/main/hostile-addresses.fixture.ts';
import { authorizeLink, demoLink, outsideLink } from './link-rules.ts';

const hosts = ['ntvplus.example', 'help.ntvplus.example'];

test.each(hostile)('%j is not opened outside', (address) => {
  expect(outsideLink(address, hosts)).toBeNull();
});

test.each([
  'https://ntvplus.example/',
  'https://ntvplus.example',
  'https://help.ntvplus.example/a/b?c=d#e',
  'tel:88005556789',
  'tel:+78005556789',
  'tel:3116',
])('%j is opened outside', (address) => {
  expect(outsideLink(address, hosts)).not.toBeNull();
});

test('no host of the profile, no link', () => {
  expect(outsideLink('https://ntvplus.example/', [])).toBeNull();
});

const remote = 'https://operator.example';
const local = 'http://127.0.0.1:4100';
const query = 'response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback&state=a-b_c.d*e+f';

test.each([remote, 'https://operator.example:8443', local, 'http://[::1]:4100', 'http://localhost:4100'])(
  'the sign-in page of the operator at %s is opened',
  (origin) => {
    expect(authorizeLink(`${origin}/oauth/authorize?${query}`, origin)).toBe(`${origin}/oauth/authorize?${query}`);
  },
);

test.each([
  ...hostile,
  // Another path, by whatever spelling.
  `${remote}/oauth/authorize`,
  `${remote}/oauth/authorize?`,
  `${remote}/oauth/authorize/?${query}`,
  `${remote}/oauth/authorize/x?${query}`,
  `${remote}/oauth/authorizes?${query}`,
  `${remote}/oauth//authorize?${query}`,
  `${remote}/oauth/./authorize?${query}`,
  `${remote}/x/../oauth/authorize?${query}`,
  `${remote}/OAuth/authorize?${query}`,
  `${remote}/oauth%2fauthorize?${query}`,
  `${remote}/oauth/token?${query}`,
  `${remote}?/oauth/authorize?${query}`,
  `${remote}/?x=/oauth/authorize?${query}`,
  // Another host, port, scheme or person.
  `http://operator.example/oauth/authorize?${query}`,
  `https://operator.example:444/oauth/authorize?${query}`,
  `https://operator.example:443/oauth/authorize?${query}`,
  `https://user@operator.example/oauth/authorize?${query}`,
  `https://operator.example@evil.example/oauth/authorize?${query}`,
  `https://operator.example.evil.example/oauth/authorize?${query}`,
  `https://evil.example/oauth/authorize?${query}`,
  `https://operator.example./oauth/authorize?${query}`,
  `https://OPERATOR.example/oauth/authorize?${query}`,
  `https://оperator.example/oauth/authorize?${query}`,
  `https:operator.example/oauth/authorize?${query}`,
  `https:\\\\operator.example/oauth/authorize?${query}`,
  `${local}/oauth/authorize?${query}`,
  // More than a form in the query.
  `${remote}/oauth/authorize?${query}#x`,
  `${remote}/oauth/authorize?${query} x`,
  `${remote}/oauth/authorize?${query}\n`,
  `${remote}/oauth/authorize?${query}"`,
  `${remote}/oauth/authorize?${query}\'`,
  `${remote}/oauth/authorize?${query}$(id)`,
  `${remote}/oauth/authorize?${query}\`id\``,
  `${remote}/oauth/authorize?${query};id`,
  `${remote}/oauth/authorize?${query}|id`,
  `${remote}/oauth/authorize?${query}^&calc`,
  `${remote}/oauth/authorize?${query}\\`,
  `${remote}/oauth/authorize?${query}\u202e`,
  `${remote}/oauth/authorize?${'a'.repeat(5_000)}`,
])('%j is not opened as the sign-in page', (address) => {
  expect(authorizeLink(address, remote)).toBeNull();
});

test.each([
  'http://operator.example',
  'http://127.0.0.1.evil.example',
  'https://user@operator.example',
  'https://operator.example/path',
  'https://operator.example/',
  'file://',
  '',
])('no sign-in page of a service at %j', (origin) => {
  expect(authorizeLink(`${origin}/oauth/authorize?${query}`, origin)).toBeNull();
});

test('pages of the demo are opened on this machine alone', () => {
  expect(demoLink('demo-mailbox', local)).toBe(`${local}/console/mailbox`);
  expect(demoLink('demo-phone', 'http://[::1]:4100')).toBe('http://[::1]:4100/console/phone');
  for (const origin of [remote, 'https://127.0.0.1:4100', 'http://192.168.0.2:4100', 'http://127.0.0.1.evil.example']) {
    expect(demoLink('demo-mailbox', origin)).toBeNull();
  }
});
