import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityProviders } from '#protocol/api/identity.ts';
import { addressBack, isProgramRedirect, judgeAuthorization, opensWithout } from './rules.ts';

const good = {
  response_type: 'code',
  client_id: 'plus-cabinet',
  redirect_uri: 'http://127.0.0.1:49152/callback',
  scope: 'identity',
  state: 's'.repeat(43),
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
  provider: 'vk',
};
const judge = (changes: Readonly<Record<string, unknown>>): unknown =>
  judgeAuthorization({ ...good, ...changes }, identityProviders);

describe('where the browser may be sent back to', () => {
  it.each([
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:49152/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]:8080/callback',
  ])('%s', (address) => {
    expect(isProgramRedirect(address)).toBe(true);
    expect(judge({ redirect_uri: address })).toMatchObject({ kind: 'go' });
  });

  it.each([
    // Other names and numbers, of this computer too: a name can be made to mean another one (RFC 8252, 8.3).
    'http://localhost:49152/callback',
    'http://127.0.0.2:49152/callback',
    'http://127.1:49152/callback',
    'http://2130706433:49152/callback',
    'http://0x7f.0.0.1:49152/callback',
    'http://[::ffff:127.0.0.1]:49152/callback',
    'http://[0:0:0:0:0:0:0:1]:49152/callback',
    'http://evil.example/callback',
    'http://127.0.0.1.evil.example:49152/callback',
    'http://evil.example:49152/callback',
    // Credentials and what looks like them.
    'http://user@127.0.0.1:49152/callback',
    'http://user:word@127.0.0.1:49152/callback',
    'http://127.0.0.1:49152@evil.example/callback',
    'http://127.0.0.1:49152%40evil.example/callback',
    'http://evil.example#@127.0.0.1:49152/callback',
    'http://evil.example\\@127.0.0.1:49152/callback',
    // Other schemes.
    'https://127.0.0.1:49152/callback',
    'HTTP://127.0.0.1:49152/callback',
    'plus-cabinet://127.0.0.1:49152/callback',
    'javascript://127.0.0.1:49152/callback',
    '//127.0.0.1:49152/callback',
    // Other paths, and things behind the path.
    'http://127.0.0.1:49152',
    'http://127.0.0.1:49152/',
    'http://127.0.0.1:49152/callback/',
    'http://127.0.0.1:49152/Callback',
    'http://127.0.0.1:49152//callback',
    'http://127.0.0.1:49152/x/../callback',
    'http://127.0.0.1:49152/callback?next=1',
    'http://127.0.0.1:49152/callback#fragment',
    'http://127.0.0.1:49152/callback%00',
    'http://127.0.0.1:49152/callback\n',
    '\nhttp://127.0.0.1:49152/callback',
    ' http://127.0.0.1:49152/callback',
    'http://127.0.0.1:49152\t/callback',
    // Ports.
    'http://127.0.0.1/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:0/callback',
    'http://127.0.0.1:65536/callback',
    'http://127.0.0.1:049152/callback',
    'http://127.0.0.1:99999/callback',
    '',
  ])('not %j', (address) => {
    expect(isProgramRedirect(address)).toBe(false);
    expect(judge({ redirect_uri: address })).toEqual({ kind: 'page', about: 'request-invalid' });
  });

  it('nothing that a browser would read as another place', () => {
    const pieces = fc.constantFrom(
      'http://',
      '127.0.0.1',
      '[::1]',
      ':80',
      ':1',
      '/callback',
      '@',
      '#',
      '\\',
      'x',
      '%2f',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const address = parts.join('');
        if (!isProgramRedirect(address)) return;
        const url = new URL(address);
        expect([url.protocol, url.pathname, url.search, url.hash, url.username]).toEqual([
          'http:',
          '/callback',
          '',
          '',
          '',
        ]);
        expect(['127.0.0.1', '[::1]']).toContain(url.hostname);
      }),
    );
  });
});

describe('an authorization request', () => {
  it('goes on when all of it is good', () => {
    expect(judge({})).toEqual({ kind: 'go', request: good });
    expect(judge({ ui_locales: 'sv en' })).toMatchObject({ kind: 'go', request: { ui_locales: 'sv en' } });
  });

  it.each([
    [{ client_id: 'another' }],
    [{ client_id: undefined }],
    [{ client_id: ['plus-cabinet', 'plus-cabinet'] }],
    [{ redirect_uri: undefined }],
    [{ redirect_uri: [good.redirect_uri, good.redirect_uri] }],
    [{ client_id: 'another', redirect_uri: 'http://evil.example/' }],
  ])('is shown a page and sent nowhere: %j', (changes) => {
    expect(judge(changes)).toEqual({ kind: 'page', about: 'request-invalid' });
  });

  it('for a network that is off or unknown is shown a page', () => {
    const page = { kind: 'page', about: 'network-absent' };
    expect(judgeAuthorization(good, ['ok', 'facebook'])).toEqual(page);
    expect(judge({ provider: 'myspace' })).toEqual(page);
    expect(judge({ provider: '__proto__' })).toEqual(page);
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: 'code id_token' }, 'unsupported_response_type'],
    [{ response_type: undefined }, 'invalid_request'],
    [{ scope: 'identity everything' }, 'invalid_scope'],
    [{ scope: undefined }, 'invalid_request'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: [good.code_challenge, good.code_challenge] }, 'invalid_request'],
    [{ provider: undefined }, 'invalid_request'],
    [{ provider: ['vk', 'ok'] }, 'invalid_request'],
    [{ ui_locales: 'x'.repeat(41) }, 'invalid_request'],
  ])('goes back to the program with what is wrong: %j', (changes, error) => {
    const to = { redirectUri: good.redirect_uri, state: good.state };
    expect(judge(changes)).toEqual({ kind: 'back', to, error });
  });

  it('has its state handed back only where it is one', () => {
    const to = (state: string | null): object => ({ kind: 'back', to: { redirectUri: good.redirect_uri, state } });
    expect(judge({ state: 'short' })).toMatchObject(to('short'));
    expect(judge({ state: undefined })).toMatchObject(to(null));
    expect(judge({ state: ['a'.repeat(22), 'b'.repeat(22)] })).toMatchObject(to(null));
    expect(judge({ state: 'x'.repeat(201) })).toMatchObject(to(null));
  });
});

describe('the way back', () => {
  it('carries what was given, encoded, and who says it', () => {
    const to = { redirectUri: good.redirect_uri, state: 'a&b=c#d e' };
    const url = new URL(addressBack(to, 'http://127.0.0.1:3116', { code: 'xyz' }));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: 'xyz',
      state: 'a&b=c#d e',
      iss: 'http://127.0.0.1:3116',
    });
    expect(url.hash).toBe('');
    const error = new URL(addressBack({ ...to, state: null }, 'http://127.0.0.1:3116', { error: 'access_denied' }));
    expect(Object.fromEntries(error.searchParams)).toEqual({ error: 'access_denied', iss: 'http://127.0.0.1:3116' });
  });
});

describe('ways into an account', () => {
  const all = [...identityProviders];
  it.each([
    ['a password with its address', { email: 'a@b.example', hasPassword: true, networks: ['vk'] }, all, true],
    ['a password without an address opens nothing', { email: null, hasPassword: true, networks: ['vk'] }, all, false],
    [
      'an address without a password opens nothing',
      { email: 'a@b.example', hasPassword: false, networks: ['vk'] },
      all,
      false,
    ],
    ['another network', { email: null, hasPassword: false, networks: ['vk', 'ok'] }, all, true],
    [
      'another network that is off opens nothing',
      { email: null, hasPassword: false, networks: ['vk', 'ok'] },
      ['vk'],
      false,
    ],
  ] as const)('%s', (_title, ways, offered, expected) => {
    expect(opensWithout(ways, 'vk', offered)).toBe(expected);
  });
});
