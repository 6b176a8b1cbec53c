import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityProviders, type IdentityProvider } from '#protocol/api/identity.ts';
import { languages } from '#protocol/primitives.ts';
import { ntvPlus } from '../../platform/profile/ntv-plus.ts';
import { createNetworks, type NetworkAccess, type Networks } from './networks.ts';
import { demoPeople } from './people.ts';

const redirectUri = 'http://127.0.0.1:3116/oauth/callback/vk';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

describe('the mock networks', () => {
  let networks: Networks;
  const time = { now: Date.UTC(2025, 10, 22, 9) };

  beforeEach(() => {
    networks = createNetworks({ clientName: ntvPlus.brand, time: () => time.now });
  });
  afterEach(() => networks.close());

  const authorize = (access: NetworkAccess, changes: Record<string, string | null> = {}): URL => {
    const url = new URL(access.kind.endpoints.authorize, access.issuer);
    const parameters: Record<string, string | null> = {
      response_type: 'code',
      client_id: access.clientId,
      redirect_uri: redirectUri,
      state: 'state',
      nonce: 'nonce',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
    return url;
  };
  const look = (url: URL | string, cookie = '', body?: URLSearchParams): Promise<Response> =>
    fetch(url, { redirect: 'manual', headers: { cookie }, ...(body ? { method: 'POST', body } : {}) });

  /** Opens the sign-in page; returns its URL and cookie. */
  async function visit(access: NetworkAccess): Promise<{ page: string; cookie: string }> {
    const answer = await look(authorize(access));
    const [cookie = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
    return { page: new URL(answer.headers.get('location') ?? '', access.issuer).href, cookie };
  }

  async function codeAt(access: NetworkAccess): Promise<string> {
    const { page, cookie } = await visit(access);
    const [{ login, password } = { login: '', password: '' }] = demoPeople[access.kind.id];
    await look(page, cookie, new URLSearchParams({ act: 'sign-in', login, password }));
    const back = await look(page, cookie, new URLSearchParams({ act: 'allow' }));
    return new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  const exchange = (access: NetworkAccess, changes: Record<string, string>): Promise<Response> =>
    fetch(new URL(access.kind.endpoints.token, access.issuer), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: access.clientId,
        client_secret: access.clientSecret,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...changes,
      }),
    });

  it('have separate origins and secrets, created on demand', async () => {
    const all = await Promise.all(identityProviders.map((provider) => networks.access(provider, redirectUri)));
    expect(new Set(all.map((one) => one.issuer)).size).toBe(3);
    expect(new Set(all.map((one) => one.clientSecret)).size).toBe(3);
    for (const { issuer } of all) expect(issuer).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await networks.access('vk', redirectUri)).issuer).toBe(all[0]?.issuer);
  });

  it('refuse connections while down, return at the same origin, and stop', async () => {
    const { issuer } = await networks.access('ok', redirectUri);
    const metadata = `${issuer}/.well-known/oauth-authorization-server`;
    const code = (): Promise<unknown> =>
      fetch(metadata).then(
        (answer) => answer.status,
        (error: unknown) => (error as { cause: { code: string } }).cause.code,
      );
    expect(await code()).toBe(200);
    await Promise.all([networks.setDown('ok', true), networks.setDown('ok', true)]);
    expect(await code()).toBe('ECONNREFUSED');
    expect((await networks.access('ok', redirectUri)).issuer).toBe(issuer);
    await Promise.all([networks.setDown('ok', false), networks.setDown('ok', false)]);
    expect(await code()).toBe(200);
    await networks.close();
    expect(await code()).toBe('ECONNREFUSED');
    await expect(networks.access('vk', redirectUri)).rejects.toThrow('closed');
  });

  it('stay down when taken down before first use', async () => {
    await networks.setDown('vk', true);
    const { issuer } = await networks.access('vk', redirectUri);
    await expect(fetch(issuer)).rejects.toThrow();
  });

  it.each([
    [{ client_id: 'another' }],
    [{ redirect_uri: 'http://127.0.0.1:3116/oauth/callback/ok' }],
    [{ redirect_uri: `${redirectUri}/../x` }],
    [{ redirect_uri: null }],
  ])('show a page to whom they do not know: %j', async (changes) => {
    const answer = await look(authorize(await networks.access('vk', redirectUri), changes));
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    expect(await answer.text()).toContain('ВКонтакте');
  });

  it.each<[IdentityProvider, Record<string, string | null>, boolean]>([
    ['vk', { code_challenge: null, code_challenge_method: null }, true],
    ['ok', { code_challenge: null, code_challenge_method: null }, false],
    ['facebook', { code_challenge_method: 'plain' }, true],
    ['facebook', { code_challenge_method: null }, true],
    ['ok', { response_type: 'token' }, true],
  ])('%s judges %j as the real one does', async (provider, changes, refused) => {
    const answer = await look(authorize(await networks.access(provider, redirectUri), changes));
    expect(answer.headers.get('location')?.startsWith(`${redirectUri}?error=invalid_request&state=state`)).toBe(
      refused,
    );
  });

  it.each(identityProviders)('%s has its pages in three languages, and no script', async (provider) => {
    const { page, cookie } = await visit(await networks.access(provider, redirectUri));
    const titles = new Set<string>();
    for (const language of languages) {
      await look(`${page}?ui_locales=${language}`, cookie);
      const answer = await look(page, cookie);
      const text = await answer.text();
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).not.toContain('<script');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const { login, password } of demoPeople[provider]) {
        expect(text).toContain(login);
        expect(text).toContain(password);
      }
      titles.add(/<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '');
    }
    expect(titles.size).toBe(3);
  });

  it('show a visit only to its own browser and escape input', async () => {
    const { page, cookie } = await visit(await networks.access('vk', redirectUri));
    expect((await look(page)).status).toBe(400);
    expect((await look(page, cookie.replace(/=.*/, `=${'x'.repeat(43)}`))).status).toBe(400);
    const typed = new URLSearchParams({ act: 'sign-in', login: '"><script>1</script>', password: 'x' });
    expect(await (await look(page, cookie, typed)).text()).toContain('value="&quot;&gt;&lt;script&gt;');
    const early = await look(page, cookie, new URLSearchParams({ act: 'allow' }));
    expect(early.status).toBe(422);
  });

  it('exchange a code once, before it expires, with all bound parameters', async () => {
    const access = await networks.access('vk', redirectUri);
    for (const [changes, status] of [
      [{ client_secret: 'wrong' }, 401],
      [{ code_verifier: 'w'.repeat(43) }, 400],
      [{ redirect_uri: 'http://127.0.0.1:1/' }, 400],
      [{ grant_type: 'password' }, 400],
    ] as const) {
      expect((await exchange(access, { code: await codeAt(access), ...changes })).status).toBe(status);
    }
    const late = await codeAt(access);
    time.now += 60_000;
    expect((await exchange(access, { code: late })).status).toBe(400);
    const code = await codeAt(access);
    const answers = await Promise.all([exchange(access, { code }), exchange(access, { code })]);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 400]);
  });

  it('return user info for a token, each in its own format', async () => {
    for (const provider of identityProviders) {
      const access = await networks.access(provider, redirectUri);
      const granted = (await (await exchange(access, { code: await codeAt(access) })).json()) as Record<string, string>;
      const url = new URL(access.kind.endpoints.person, access.issuer);
      const ask = (token: string): Promise<Response> => fetch(url, { headers: { authorization: `Bearer ${token}` } });
      const [person] = demoPeople[provider];
      const userInfo: unknown = await (await ask(granted['access_token'] ?? '')).json();
      if (provider === 'ok') {
        expect(userInfo).toEqual({ uid: person?.subject, name: person?.name });
        expect(granted['id_token']).toBeUndefined();
      } else {
        expect(userInfo).toMatchObject({ sub: person?.subject, email: person?.email, email_verified: true });
      }
      expect((await ask('x'.repeat(43))).status).toBe(401);
    }
  });
});
