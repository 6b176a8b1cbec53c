import { sessions } from '#protocol/api/sign-in.ts';
import * as oauth from 'oauth4webapi';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { identityProviders, oauthError, oauthMetadata, oauthTokenAnswer } from '#protocol/api/identity.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { Browser, demoPerson, listening, Program, ticketOf, type Stop } from '#tests/operator/identity-fixture.ts';
import { peekTicket } from './tickets.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('the way through a network', (kind) => {
  let service: TestService;
  let origin: string;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    service = await testService(database.address);
    origin = await listening(service);
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const errorOf = (stop: Stop): string | null => stop.url.searchParams.get('error');
  const tokenError = async (answer: Response): Promise<string> => {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    return `${answer.status} ${oauthError.parse(await answer.json()).error}`;
  };
  const rows = async (table: 'oauth_requests' | 'oauth_codes' | 'identity_tickets'): Promise<number> =>
    (await service.core.db.selectFrom(table).selectAll().execute()).length;
  /** A code as the program gets it, and the program. */
  async function withCode(): Promise<{ program: Program; code: string }> {
    const program = new Program(origin);
    const browser = new Browser();
    const back = await browser.allow(await browser.open(program.address('vk')), demoPerson('vk'));
    return { program, code: program.codeOf(back) };
  }

  it.each(identityProviders)('ends with a ticket that says who the person is: %s', async (provider) => {
    const person = demoPerson(provider);
    const ticket = await ticketOf(origin, provider);
    expect(await peekTicket(service.core.db, ticket, service.time.now)).toEqual({
      provider,
      subject: person.subject,
      name: person.name,
      email: person.email,
      emailVerified: person.emailVerified,
    });
  });

  it.each(['http://127.0.0.1:49152/callback', 'http://[::1]:50000/callback'])(
    'comes back to %s',
    async (redirectUri) => {
      const program = new Program(origin, redirectUri);
      const browser = new Browser();
      const back = await browser.allow(await browser.open(program.address('ok')), demoPerson('ok'));
      expect(back.url.href.startsWith(`${redirectUri}?`)).toBe(true);
      expect(Object.fromEntries(back.url.searchParams)).toEqual({
        code: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as unknown,
        state: program.state,
        iss: origin,
      });
      expect(browser.cookies).toBe(1);
    },
  );

  it('is what a strict client of others expects: metadata, issuer, PKCE, exchange', async () => {
    const options = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(origin);
    const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
    expect(oauthMetadata.parse(await found.clone().json()).issuer).toBe(origin);
    const server = await oauth.processDiscoveryResponse(issuer, found);
    const client = { client_id: 'plus-cabinet' };
    const program = new Program(origin);
    const browser = new Browser();
    const back = await browser.allow(await browser.open(program.address('facebook')), demoPerson('facebook'));
    const checked = oauth.validateAuthResponse(server, client, back.url, program.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      checked,
      program.redirectUri,
      program.verifier,
      options,
    );
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response);
    expect(answer.expires_in).toBe(rules.identityTicketMs / 1000);
    expect(() =>
      oauth.validateAuthResponse({ ...server, issuer: 'http://127.0.0.1:1' }, client, back.url, program.state),
    ).toThrow(/iss/);
  });

  it('stores no state, code, ticket or secret readable, and logs none', async () => {
    const browser = new Browser();
    const program = new Program(origin);
    const signIn = await browser.open(program.address('vk'));
    const stateThere = new URL(browser.visited[1]!).searchParams.get('state')!;
    const back = await browser.allow(signIn, demoPerson('vk'));
    const code = program.codeOf(back);
    const inTables = async (): Promise<string> =>
      JSON.stringify([
        await service.core.db.selectFrom('oauth_requests').selectAll().execute(),
        await service.core.db.selectFrom('oauth_codes').selectAll().execute(),
        await service.core.db.selectFrom('identity_tickets').selectAll().execute(),
      ]);
    const before = await inTables();
    const ticket = oauthTokenAnswer.parse(await (await program.exchange(code)).json()).access_token;
    const all = before + (await inTables()) + service.log.join('');
    for (const secret of [stateThere, code, ticket, program.verifier]) expect(all).not.toContain(secret);
    expect(service.log.join('')).not.toContain(demoPerson('vk').email);
  });

  it('tells the program when the person says no, at the sign-in or at the consent', async () => {
    for (const provider of identityProviders) {
      const program = new Program(origin);
      const browser = new Browser();
      const signIn = await browser.open(program.address(provider));
      expect(errorOf(await browser.submit(signIn, { act: 'deny' }))).toBe('access_denied');
      const again = await browser.open(program.address(provider));
      const { login, password } = demoPerson(provider);
      const consent = await browser.submit(again, { act: 'sign-in', login, password });
      const denied = await browser.submit(consent, { act: 'deny' });
      expect(Object.fromEntries(denied.url.searchParams)).toEqual({
        error: 'access_denied',
        state: program.state,
        iss: origin,
      });
    }
    expect(await rows('oauth_codes')).toBe(0);
  });

  it('stays on the network’s page after a wrong password, with words', async () => {
    const browser = new Browser();
    const program = new Program(origin);
    const signIn = await browser.open(program.address('ok', { ui_locales: 'sv' }));
    expect(signIn.text).toContain('lang="sv"');
    const wrong = await browser.submit(signIn, { act: 'sign-in', login: 'galina.orlova', password: 'nope' });
    expect([wrong.status, wrong.url.href]).toEqual([422, signIn.url.href]);
    expect(wrong.text).toContain('role="alert"');
    expect((await browser.allow(wrong, demoPerson('ok'))).status).toBe(0);
  });

  it.each(identityProviders)(
    'tells the program when the network does not answer, and works when it does: %s',
    async (provider) => {
      await service.networks.setDown(provider, true);
      const program = new Program(origin);
      const stop = await new Browser().open(program.address(provider));
      expect(Object.fromEntries(stop.url.searchParams)).toEqual({
        error: 'temporarily_unavailable',
        state: program.state,
        iss: origin,
      });
      await service.networks.setDown(provider, false);
      await ticketOf(origin, provider);
      expect(service.log.join('')).not.toContain('answered wrongly');
    },
  );

  it('tells the program when the network goes down before the code is exchanged', async () => {
    const program = new Program(origin);
    const browser = new Browser();
    await browser.open(program.address('vk'));
    const callback = new URL(fillPath(operations.oauth.callback.path, { provider: 'vk' }), origin);
    const asked = new URL(browser.visited[1]!);
    callback.searchParams.set('state', asked.searchParams.get('state')!);
    callback.searchParams.set('code', 'x'.repeat(43));
    await service.networks.setDown('vk', true);
    expect(errorOf(await browser.open(callback))).toBe('temporarily_unavailable');
  });

  it('takes the network’s answer once, in the browser that asked, in time', async () => {
    const program = new Program(origin);
    const browser = new Browser();
    const signIn = await browser.open(program.address('vk'));
    program.codeOf(await browser.allow(signIn, demoPerson('vk')));
    const callback = browser.visited.at(-2)!;
    expect(callback).toContain('/oauth/callback/vk');
    const again = await browser.open(callback);
    expect([again.status, again.url.href]).toEqual([400, callback]);
    expect(again.text).toContain('This attempt to sign in is over');
    expect(await rows('oauth_codes')).toBe(1);

    const consent = async (one: Browser): Promise<Stop> => {
      const { login, password } = demoPerson('vk');
      return one.submit(await one.open(program.address('vk')), { act: 'sign-in', login, password });
    };
    // Somebody else's browser is sent to an answer that is not its own.
    const attacker = new Browser();
    await consent(attacker);
    const asked = new URL(attacker.visited[1]!);
    const planted = new URL(fillPath(operations.oauth.callback.path, { provider: 'vk' }), origin);
    planted.searchParams.set('state', asked.searchParams.get('state')!);
    planted.searchParams.set('code', 'x'.repeat(43));
    expect((await new Browser().open(planted)).status).toBe(400);
    expect(await rows('oauth_requests')).toBe(1);

    const late = new Browser();
    const page = await consent(late);
    service.time.now += rules.oauthRequestMs;
    expect((await late.submit(page, { act: 'allow' })).status).toBe(400);
  });

  it('refuses one network’s answer at another network’s callback, and a foreign issuer', async () => {
    for (const disturb of [
      (url: URL): void => {
        url.pathname = fillPath(operations.oauth.callback.path, { provider: 'ok' });
      },
      (url: URL): void => {
        url.searchParams.set('iss', 'http://127.0.0.1:1');
      },
      (url: URL): void => {
        url.searchParams.delete('iss');
      },
    ]) {
      const program = new Program(origin);
      const browser = new Browser();
      const { login, password } = demoPerson('vk');
      const consent = await browser.submit(await browser.open(program.address('vk')), {
        act: 'sign-in',
        login,
        password,
      });
      const action = new URL(/<form[^>]* action="([^"]+)"/.exec(consent.text)?.[1] ?? '', consent.url);
      const answer = await leadsTo(browser, action, { act: 'allow' });
      disturb(answer);
      const back = await browser.open(answer);
      expect(Object.fromEntries(back.url.searchParams)).toEqual({
        error: 'server_error',
        state: program.state,
        iss: origin,
      });
    }
    expect(await rows('oauth_codes')).toBe(0);
    expect(service.log.join('')).toContain('a social network answered wrongly');
  });

  /** Sends a form and stops before following where it leads. */
  async function leadsTo(browser: Browser, action: URL, form: Record<string, string>): Promise<URL> {
    const next = await browser.open(action, form, 0);
    return new URL(next.headers.get('location')!);
  }

  it('exchanges a code only with what it is bound to', async () => {
    for (const [changes, error] of [
      [{ code_verifier: 'x'.repeat(43) }, '400 invalid_grant'],
      [{ redirect_uri: 'http://127.0.0.1:49153/callback' }, '400 invalid_grant'],
      [{ code: 'x'.repeat(43) }, '400 invalid_grant'],
      [{ code: 'short' }, '400 invalid_grant'],
      [{ code_verifier: undefined }, '400 invalid_request'],
      [{ code_verifier: 'short' }, '400 invalid_request'],
      [{ redirect_uri: undefined }, '400 invalid_request'],
      [{ code: undefined }, '400 invalid_request'],
      [{ grant_type: undefined }, '400 invalid_request'],
      [{ grant_type: 'password' }, '400 unsupported_grant_type'],
      [{ client_id: undefined }, '400 invalid_request'],
      [{ client_id: 'another' }, '401 invalid_client'],
    ] as const) {
      const { program, code } = await withCode();
      expect(await tokenError(await program.exchange(code, changes))).toBe(error);
    }
    expect(await rows('identity_tickets')).toBe(0);
    // A challenge is no verifier: the method "plain" does not exist here.
    const { program, code } = await withCode();
    const challenge = program.address('vk').searchParams.get('code_challenge')!;
    expect(await tokenError(await program.exchange(code, { code_verifier: challenge }))).toBe('400 invalid_grant');
  });

  it('exchanges a code once; a second time takes the ticket back', async () => {
    const { program, code } = await withCode();
    const first = await program.exchange(code);
    expect([first.status, first.headers.get('cache-control'), first.headers.get('pragma')]).toEqual([
      200,
      'no-store',
      'no-cache',
    ]);
    const { access_token: ticket } = oauthTokenAnswer.parse(await first.json());
    await peekTicket(service.core.db, ticket, service.time.now);
    expect(await tokenError(await program.exchange(code))).toBe('400 invalid_grant');
    await expect(peekTicket(service.core.db, ticket, service.time.now)).rejects.toThrow('identity-ticket-expired');
  });

  it('gives one ticket at most when a code is shown many times at once, and that one is withdrawn', async () => {
    const { program, code } = await withCode();
    const answers = await Promise.all(Array.from({ length: 8 }, () => program.exchange(code)));
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
    expect(await rows('identity_tickets')).toBe(0);
  });

  it('takes a code for 60 seconds and a ticket for its minutes', async () => {
    const late = await withCode();
    service.time.now += rules.oauthCodeMs;
    expect(await tokenError(await late.program.exchange(late.code))).toBe('400 invalid_grant');
    const early = await withCode();
    service.time.now += rules.oauthCodeMs - 1;
    const ticket = oauthTokenAnswer.parse(await (await early.program.exchange(early.code)).json()).access_token;
    const { db } = service.core;
    await peekTicket(db, ticket, service.time.now + rules.identityTicketMs - 1);
    await expect(peekTicket(db, ticket, service.time.now + rules.identityTicketMs)).rejects.toThrow(
      'identity-ticket-expired',
    );
  });

  it('sweeps what is over, and who it was about', async () => {
    await ticketOf(origin, 'vk');
    await withCode();
    await new Browser().open(new Program(origin).address('ok'));
    service.time.now += rules.oauthRequestMs + rules.identityTicketMs;
    await new Browser().open(new Program(origin).address('ok'));
    expect([await rows('oauth_requests'), await rows('oauth_codes'), await rows('identity_tickets')]).toEqual([
      1, 0, 0,
    ]);
  });

  it('reads forms alone at the token endpoint, and each field once', async () => {
    const url = new URL(operations.oauth.token.path, origin);
    const send = (body: string, type: string): Promise<Response> =>
      fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
    const form = 'application/x-www-form-urlencoded';
    expect(await tokenError(await send('{"grant_type":"authorization_code"}', 'application/json'))).toBe(
      '400 invalid_request',
    );
    expect(await tokenError(await send('', form))).toBe('400 invalid_request');
    expect(await tokenError(await send('grant_type=authorization_code&grant_type=authorization_code', form))).toBe(
      '400 invalid_request',
    );
    expect(await tokenError(await send(`code=${'x'.repeat(10_000)}`, form))).toBe('400 invalid_request');
    expect(await tokenError(await send('%zz&__proto__=1', form))).toBe('400 invalid_request');
    // And nowhere else.
    const elsewhere = await fetch(new URL(sessions.create.path, origin), {
      method: 'POST',
      body: new URLSearchParams({ email: 'x' }),
    });
    expect(elsewhere.status).toBe(400);
    expect((await fetch(url, { method: 'POST', headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it.each([
    ['redirect_uri', 'http://localhost:49152/callback'],
    ['redirect_uri', 'https://evil.example/callback'],
    ['client_id', 'another'],
    ['provider', 'myspace'],
  ])('shows a page and sends nobody anywhere: %s=%s', async (name, value) => {
    const browser = new Browser();
    const url = new Program(origin).address('vk', { [name]: value, ui_locales: 'sv' });
    const stop = await browser.open(url);
    expect(stop.url.href).toBe(url.href);
    expect(stop.status).toBe(name === 'provider' ? 404 : 400);
    expect(stop.text).toContain('<html lang="sv">');
    expect(stop.text).toContain('Gå tillbaka till programmet');
    expect(stop.text).not.toContain('evil');
    const policy = stop.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(stop.text).not.toMatch(/<script|\sstyle=|\son\w+=/);
    expect(await rows('oauth_requests')).toBe(0);
  });

  it('speaks the languages of the request', async () => {
    const ask = async (headers: Record<string, string>, locales?: string): Promise<string> => {
      const url = new Program(origin).address('vk', { client_id: 'another', ui_locales: locales });
      const answer = await fetch(url, { headers });
      return /lang="(\w+)"/.exec(await answer.text())?.[1] ?? '';
    };
    expect(await ask({}, 'en-GB')).toBe('en');
    expect(await ask({}, 'de sv')).toBe('sv');
    expect(await ask({ 'accept-language': 'fi,en;q=0.8' })).toBe('en');
    expect(await ask({ 'accept-language': '*' })).toBe('ru');
  });

  it('does not believe an issuer that a foreign name asks for', async () => {
    const ask = (host: string) => service.app.inject({ url: operations.oauth.metadata.path, headers: { host } });
    expect((await ask('evil.example')).statusCode).toBe(403);
    expect((await ask('LocalHost:3116')).json()).toMatchObject({ issuer: 'http://localhost:3116' });
    expect((await ask('[::1]:3116')).json()).toMatchObject({ issuer: 'http://[::1]:3116' });
  });
});
