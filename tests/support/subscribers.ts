import { sessions } from '#protocol/api/sign-in.ts';
import { demo, demoSubscribers, type DemoSubscriber } from '#protocol/api/demo.ts';
import { requestPath } from '#protocol/operation.ts';
import { contractOverview, overview, type Overview } from '#protocol/api/overview.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import type { Computer } from '#protocol/primitives.ts';

export type SubscriberKey = DemoSubscriber['key'];

/** A raw response: status and unvalidated body. */
export interface RawAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * An independent client of the operator API, with which tests compare the screen. Responses are parsed
 * with the protocol's schemas.
 */
export class OperatorApi {
  readonly #origin: () => string;

  /** `origin` is called for each request, because a restarted service may have another address. */
  constructor(origin: () => string) {
    this.#origin = origin;
  }

  async call(method: string, path: string, options: { token?: string; body?: unknown } = {}): Promise<RawAnswer> {
    const answer = await fetch(`${this.#origin()}${path}`, {
      method,
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** The three demo subscribers. */
  async subscribers(): Promise<Readonly<Record<SubscriberKey, DemoSubscriber>>> {
    const { body } = await this.call('GET', demo.subscribers.path);
    const list = demoSubscribers.parse(body).subscribers;
    const pick = (key: SubscriberKey): DemoSubscriber => {
      const found = list.find((subscriber) => subscriber.key === key);
      if (!found) throw new Error(`The service offers no demo subscriber "${key}".`);
      return found;
    };
    return { healthy: pick('healthy'), 'running-out': pick('running-out'), blocked: pick('blocked') };
  }

  async subscriber(key: SubscriberKey): Promise<DemoSubscriber> {
    return (await this.subscribers())[key];
  }

  /** A session separate from the program's. */
  async signIn(who: { email: string; password: string }, computer: Computer = 'shared'): Promise<TokenGrant> {
    const { status, body } = await this.call('POST', sessions.create.path, {
      body: {
        email: who.email,
        password: who.password,
        computer,
        device: { name: 'End-to-end tests', platform: 'linux' },
      },
    });
    if (status >= 400) throw new Error(`Sign-in of the tests refused: ${JSON.stringify(body)}`);
    return tokenGrant.parse(body);
  }

  async refresh(refreshToken: string): Promise<RawAnswer> {
    return this.call('POST', sessions.refresh.path, { body: { refreshToken } });
  }

  async signOut(token: string): Promise<RawAnswer> {
    return this.call('DELETE', sessions.end.path, { token });
  }

  async overview(token: string, contractNumber: string): Promise<Overview> {
    const { status, body } = await this.call('GET', requestPath(overview.read, { contractNumber }, {}), { token });
    if (status !== 200) throw new Error(`Overview refused: ${JSON.stringify(body)}`);
    return contractOverview.parse(body);
  }

  /** Overview of the subscriber's first contract, read in a temporary session. */
  async overviewOf(key: SubscriberKey, contract = 0): Promise<Overview> {
    const grant = await this.signIn(await this.subscriber(key));
    const number = grant.account.contracts[contract]?.number;
    if (number === undefined) throw new Error(`Subscriber "${key}" has no contract ${contract}.`);
    const value = await this.overview(grant.accessToken, number);
    await this.signOut(grant.accessToken);
    return value;
  }
}

/** The problem in an error response. */
export function problemOf(answer: RawAnswer): Problem {
  return problem.parse(answer.body);
}
