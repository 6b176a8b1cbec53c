import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostile } from '#tests/main/hostile-addresses.fixture.ts';
import { createPageRules, titleOf, type PageRules } from './page-rules.ts';

const remote = 'https://operator.example';
const local = 'http://127.0.0.1:4100';

function rules(): PageRules {
  const made = createPageRules(
    {
      pageUrl: 'https://ntvplus.example/pay/1',
      pageOrigins: ['https://ntvplus.example', 'https://3ds.bank.example:8443'],
      returnUrl: 'https://operator.example/payments/return?payment=1',
    },
    remote,
  );
  if (made === null) throw new Error('no rules');
  return made;
}

test.each([
  ...hostile,
  'https://pay.example/pay/1',
  'http://ntvplus.example/pay/1',
  'http://127.0.0.1:4100/',
  'https://3ds.bank.example/',
  'https://3ds.bank.example:8444/',
  'https://3ds.bank.example.evil.example:8443/',
  'https://evil.example/?u=https://ntvplus.example/',
  'filesystem:https://ntvplus.example/temporary/x',
  'chrome-error://chromewebdata/',
  'about:srcdoc',
  'plus-cabinet://sign-in?token=x',
  'app://cabinet/',
  'bitcoin:x',
  'qiwi://pay',
  'wss://ntvplus.example/',
  // Almost the return address.
  'https://operator.example/',
  'https://operator.example/payments/return/',
  'https://operator.example/payments/return/x',
  'https://operator.example/payments/returns',
  'https://operator.example/v1/payments',
  'http://operator.example/payments/return',
  'https://operator.example:8443/payments/return',
  'https://user@operator.example/payments/return',
  'https://operator.example@evil.example/payments/return',
  'https://operator.example.evil.example/payments/return',
  'https://evil.example/payments/return',
])('%j: the payment window refuses to navigate to it or load it', (address) => {
  expect(rules().judge(address, true)).toBe('refuse');
  expect(rules().judge(address, false)).toBe(address === 'about:blank' ? 'visit' : 'refuse');
  expect(rules().mayLoad(address)).toBe(false);
});

test.each([
  'https://ntvplus.example/pay/1',
  'https://ntvplus.example/',
  'https://ntvplus.example/pay/1?step=3ds&x=%20#top',
  'https://3ds.bank.example:8443/challenge',
])('%j is an address of the payment page', (address) => {
  expect(rules().judge(address, true)).toBe('visit');
  expect(rules().judge(address, false)).toBe('visit');
  expect(rules().mayLoad(address)).toBe(true);
});

test.each([
  'https://operator.example/payments/return',
  'https://operator.example/payments/return?payment=2&status=paid',
])('%j is the return address, whatever its query says', (address) => {
  expect(rules().judge(address, true)).toBe('returned');
});

test('data: pictures may load, other data: addresses may not', () => {
  expect(rules().mayLoad('data:image/png;base64,AA==')).toBe(true);
  expect(rules().mayLoad('data:text/html,<script>1</script>')).toBe(false);
  expect(rules().judge('data:image/png;base64,AA==', true)).toBe('refuse');
});

test.each([
  ['https://pay.example/pay/1', ['https://pay.example'], remote, true],
  ['https://pay.example/pay/1', ['https://pay.example'], local, true],
  ['http://127.0.0.1:4200/pay/1', ['http://127.0.0.1:4200'], local, true],
  ['http://[::1]:4200/pay/1', ['http://[::1]:4200'], local, true],
  // http only on this machine, and only if the service is there too.
  ['http://127.0.0.1:4200/pay/1', ['http://127.0.0.1:4200'], remote, false],
  ['http://192.168.0.2:4200/pay/1', ['http://192.168.0.2:4200'], local, false],
  ['http://pay.example/pay/1', ['http://pay.example'], local, false],
  ['http://127.0.0.1.evil.example/pay/1', ['http://127.0.0.1.evil.example'], local, false],
  // The page has to belong to one of the origins, and each has to be a valid origin.
  ['https://pay.example/pay/1', [], remote, false],
  ['https://pay.example/pay/1', ['https://other.example'], remote, false],
  ['https://pay.example/pay/1', ['https://pay.example/'], remote, false],
  ['https://pay.example/pay/1', ['https://pay.example/pay'], remote, false],
  ['https://pay.example/pay/1', ['https://user@pay.example'], remote, false],
  ['https://pay.example/pay/1', ['https://*.example'], remote, false],
  ['https://pay.example/pay/1', ['*'], remote, false],
  ['https://user@pay.example/pay/1', ['https://pay.example'], remote, false],
  ['https://PAY.example/pay/1', ['https://pay.example'], remote, false],
  ['file:///etc/passwd', ['file://'], remote, false],
  ['file:///etc/passwd', ['null'], remote, false],
  ['app://cabinet/', ['app://cabinet'], remote, false],
  ['javascript:alert(1)', ['https://pay.example'], remote, false],
])('page %j of %j with the service at %s: %s', (pageUrl, pageOrigins, service, may) => {
  expect(createPageRules({ pageUrl, pageOrigins, returnUrl: null }, service) !== null).toBe(may);
});

test('a return address that may not be visited is ignored', () => {
  for (const returnUrl of [
    null,
    'nonsense',
    'http://operator.example/back',
    'file:///back',
    'http://127.0.0.1:1/back',
  ]) {
    const made = createPageRules(
      { pageUrl: 'https://pay.example/1', pageOrigins: ['https://pay.example'], returnUrl },
      remote,
    );
    expect(made?.judge(returnUrl ?? '', true)).toBe('refuse');
  }
});

test('no address of another origin is accepted, however it is written', () => {
  const piece = fc.constantFrom(
    'https:',
    'http:',
    '//',
    '/',
    '\\',
    '@',
    ':',
    '.',
    '?',
    '#',
    '%2f',
    'ntvplus.example',
    'evil.example',
    ' ',
    '\t',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const address = pieces.join('');
      if (rules().judge(address, true) !== 'visit') return;
      expect(new URL(address).origin).toBe('https://ntvplus.example');
      expect(address.startsWith('https://ntvplus.example/')).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['https://pay.example/pay/1', 'pay.example'],
  ['http://127.0.0.1:4200/pay', '127.0.0.1:4200'],
  ['https://user@pay.example/', 'pay.example'],
  ['nonsense', '—'],
])('the title of %j is %j', (address, title) => {
  expect(titleOf(address)).toBe(title);
});

test('a look-alike host is shown in punycode', () => {
  expect(titleOf('https://ntvрlus.example/')).toMatch(/^xn--[a-z0-9-]+\.example$/);
});
