import { registrations } from '#protocol/api/sign-in.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import { annasSignIn, type TestService } from './test-app.ts';

export interface BenchAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Error code; null if the request succeeded. */
  readonly code: ErrorCode | null;
}

/** Test client of the service's API. */
export interface AccountBench {
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, token?: string): Promise<BenchAnswer>;
  post(url: string, payload: object, token?: string): Promise<BenchAnswer>;
  /** Registers; the confirmation e-mail is not sent yet. */
  register(email: string, password: string, more?: object): Promise<BenchAnswer>;
  confirm(token: string, password: string): Promise<BenchAnswer>;
  /** Registers and confirms. */
  newcomer(email: string, password: string): Promise<TokenGrant>;
}

/** The problem in a response; throws if there is none. */
export function problemIn(answer: BenchAnswer): Problem {
  return problem.parse(answer.body);
}

const place = { computer: annasSignIn.computer, device: annasSignIn.device };

export function accountBench(service: TestService): AccountBench {
  const ask: AccountBench['ask'] = async (method, url, payload, token) => {
    const answer = await service.app.inject({
      method,
      url,
      ...(payload ? { payload } : {}),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
    const body: unknown = answer.body === '' ? null : answer.json();
    const code = answer.statusCode >= 400 ? problem.parse(body).code : null;
    return { status: answer.statusCode, body, code };
  };
  const post: AccountBench['post'] = (url, payload, token) => ask('POST', url, payload, token);
  const register: AccountBench['register'] = (email, password, more = {}) =>
    post(registrations.create.path, {
      email,
      password,
      advertisingConsent: false,
      consentTextVersion: '2026-09',
      language: 'en',
      ...more,
    });
  const confirm: AccountBench['confirm'] = (token, password) =>
    post(registrations.confirm.path, { token, password, ...place });
  return {
    ask,
    post,
    register,
    confirm,
    async newcomer(email, password) {
      await register(email, password);
      const answer = await confirm(await service.post.tokenTo(email), password);
      return tokenGrant.parse(answer.body);
    },
  };
}
