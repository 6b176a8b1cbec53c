import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { oauthClientId, oauthTokenAnswer, type IdentityProvider } from '#protocol/api/identity.ts';
import { operations } from '#protocol/api/operations.ts';
import { demoPeople, type DemoPerson } from '../../../operator/outside/identity-networks/people.ts';
import type { TestService } from './test-app.ts';
import { newToken, sha256 } from '../../../operator/platform/crypto/tokens.ts';
import type { NetworkPerson } from '../../../operator/domains/accounts/identities/person.ts';

/** Where a browser stopped: a page, or the program's redirect address, which has no listener in these tests. */
export interface Stop {
  readonly url: URL;
  /** 0 at the program's redirect address. */
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly value: string;
}

const HOPS = 20;

function isProgram(url: URL): boolean {
  return url.pathname === '/callback';
}

/** A headless test client: follows redirects, keeps cookies by host name and path, submits forms. */
export class Browser {
  readonly #cookies = new Map<string, Cookie>();
  /** Every address visited, in order. */
  readonly visited: string[] = [];

  #keep(url: URL, headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = attributes.find((one) => one.startsWith('Path='))?.slice(5) ?? '/';
      const key = `${url.hostname} ${path} ${name}`;
      if (attributes.includes('Max-Age=0')) this.#cookies.delete(key);
      else this.#cookies.set(key, { host: url.hostname, path, value: `${name}=${value}` });
    }
  }

  #cookieFor(url: URL): string {
    return [...this.#cookies.values()]
      .filter((cookie) => cookie.host === url.hostname && url.pathname.startsWith(cookie.path))
      .map((cookie) => cookie.value)
      .join('; ');
  }

  get cookies(): number {
    return this.#cookies.size;
  }

  /** @param hops redirects to follow */
  async open(address: string | URL, form?: Readonly<Record<string, string>>, hops = HOPS): Promise<Stop> {
    let url = new URL(address);
    let body = form === undefined ? null : new URLSearchParams(form);
    for (let left = hops; left >= 0; left -= 1) {
      this.visited.push(url.href);
      if (isProgram(url)) return { url, status: 0, text: '', headers: new Headers() };
      const headers = { cookie: this.#cookieFor(url), 'accept-language': 'en', 'sec-fetch-mode': 'navigate' };
      const answer = await fetch(url, { redirect: 'manual', headers, ...(body ? { method: 'POST', body } : {}) });
      this.#keep(url, answer.headers);
      const next = answer.headers.get('location');
      if (next === null || hops === 0)
        return { url, status: answer.status, text: await answer.text(), headers: answer.headers };
      await answer.body?.cancel();
      url = new URL(next, url);
      body = null;
    }
    throw new Error('The browser was sent in circles.');
  }

  /** Submits the form of a page. */
  submit(page: Stop, fields: Readonly<Record<string, string>>): Promise<Stop> {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`No form at ${page.url.pathname}: ${page.text.slice(0, 200)}`);
    return this.open(new URL(action, page.url), fields);
  }

  /** Allows access on a network's sign-in page; returns the final redirect. */
  async allow(page: Stop, person: Pick<DemoPerson, 'login' | 'password'>): Promise<Stop> {
    const consent = await this.submit(page, { act: 'sign-in', login: person.login, password: person.password });
    return this.submit(consent, { act: 'allow' });
  }
}

/** A demo person of a network by the login. */
export function demoPerson(provider: IdentityProvider, login?: string): DemoPerson {
  const person = demoPeople[provider].find((one) => login === undefined || one.login === login);
  if (person === undefined) throw new Error(`Nobody is called ${login ?? '?'} there.`);
  return person;
}

/** The program's side of one authorization. */
export class Program {
  readonly origin: string;
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(32).toString('base64url');
  readonly redirectUri: string;

  constructor(origin: string, redirectUri = 'http://127.0.0.1:49152/callback') {
    this.origin = origin;
    this.redirectUri = redirectUri;
  }

  /** The authorization URL; undefined removes a parameter. */
  address(provider: string, changes: Readonly<Record<string, string | undefined>> = {}): URL {
    const url = new URL(operations.oauth.authorize.path, this.origin);
    const parameters: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: oauthClientId,
      redirect_uri: this.redirectUri,
      scope: 'identity',
      state: this.state,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      provider,
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
    return url;
  }

  /** Requests a ticket; undefined removes a field. */
  exchange(code: string, changes: Readonly<Record<string, string | undefined>> = {}): Promise<Response> {
    const form = new URLSearchParams();
    const fields: Record<string, string | undefined> = {
      grant_type: 'authorization_code',
      client_id: oauthClientId,
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    };
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
    return fetch(new URL(operations.oauth.token.path, this.origin), { method: 'POST', body: form });
  }

  /** The code in the browser's redirect. */
  codeOf(stop: Stop): string {
    const { searchParams } = stop.url;
    if (searchParams.get('state') !== this.state) throw new Error(`A foreign state: ${stop.url.href} ${stop.text}`);
    const code = searchParams.get('code');
    if (code === null) throw new Error(`No code: ${stop.url.href}`);
    return code;
  }
}

/** Makes a test service listen; returns its origin. It stops with the service. */
export async function listening(service: TestService): Promise<string> {
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(service.app.server.address() as AddressInfo).port}`;
}

/** Completes a network's sign-in in a separate browser; returns the ticket. */
export async function ticketOf(origin: string, provider: IdentityProvider, login?: string): Promise<string> {
  const program = new Program(origin);
  const browser = new Browser();
  const back = await browser.allow(await browser.open(program.address(provider)), demoPerson(provider, login));
  const answer = await program.exchange(program.codeOf(back));
  return oauthTokenAnswer.parse(await answer.json()).access_token;
}

/** Creates a ticket for a person without the network's sign-in. */
export async function ticketFor(service: TestService, person: NetworkPerson): Promise<string> {
  const ticket = newToken();
  await service.core.db
    .insertInto('identity_tickets')
    .values({
      token_hash: sha256(ticket),
      person: JSON.stringify(person),
      expires_at: service.core.clock.now() + service.core.profile.accounts.identityTicketMs,
      used_at: null,
    })
    .execute();
  return ticket;
}
