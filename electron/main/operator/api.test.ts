import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { createOperatorApi, type OperatorApi } from './api.ts';
import { createHttpClient, createHttpSend } from './http.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function open(origin: Result<string>): { api: OperatorApi; heard: Result<null>[] } {
  const heard: Result<null>[] = [];
  const api = createOperatorApi({
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(origin),
    onLine: (answer) => heard.push(answer),
    random: () => 0,
    sleep: () => Promise.resolve(),
    log,
  });
  return { api, heard };
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

test('a question without an answer is asked three times and then fails with the line’s code', async () => {
  let asked = 0;
  const origin = await serve((_request, response) => {
    asked += 1;
    response.destroy();
  });
  const { api, heard } = open(success(origin));
  expect(await api.profile()).toEqual(failed({ code: 'service-unreachable' }));
  expect(asked).toBe(3);
  expect(heard.at(-1)).toEqual(failed({ code: 'service-unreachable' }));
});

test('an answer that breaks its schema is a failure of its own and does not mean the line is down', async () => {
  const origin = await serve((_request, response) => json(response, 200, { brand: 'x' }));
  const { api, heard } = open(success(origin));
  expect(await api.profile()).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(heard).toEqual([success(null)]);
});

test('cut in the middle of the body: a line failure', async () => {
  const origin = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"subscribers":[');
    setImmediate(() => response.destroy());
  });
  expect(await open(success(origin)).api.demoSubscribers()).toEqual(failed({ code: 'service-unreachable' }));
});

test('a redirect is not followed, so the token goes nowhere else', async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    json(response, 200, {});
  });
  const origin = await serve((_request, response) => {
    response.writeHead(307, { location: `${other}/v1/contracts/1234567890/overview` }).end();
  });
  const answer = await open(success(origin)).api.overview('token', '1234567890');
  expect(answer).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(seen).toEqual([]);
});

test('the token stands in the header and nowhere in the address', async () => {
  const seen: { url: string | undefined; authorization: string | undefined }[] = [];
  const origin = await serve((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization });
    json(response, 404, { type: 'about:blank', title: 't', status: 404, code: 'contract-not-found' });
  });
  expect(await open(success(origin)).api.overview('secret-token', '1234567890')).toEqual(
    failed({ code: 'contract-not-found' }),
  );
  expect(seen).toEqual([{ url: '/v1/contracts/1234567890/overview', authorization: 'Bearer secret-token' }]);
});

test('a sign-in is never asked twice by itself', async () => {
  let asked = 0;
  const origin = await serve((_request, response) => {
    asked += 1;
    json(response, 500, { type: 'about:blank', title: 't', status: 500, code: 'service-failed' });
  });
  const request = {
    email: 'a@b.example',
    password: 'p',
    computer: 'own' as const,
    device: { name: 'd', platform: 'linux' as const },
  };
  expect(await open(success(origin)).api.signIn(request)).toEqual(failed({ code: 'service-failed' }));
  expect(asked).toBe(1);
});

test('no service, no request', async () => {
  const { api, heard } = open(failed({ code: 'database-newer' }));
  expect(await api.profile()).toEqual(failed({ code: 'database-newer' }));
  expect(heard).toEqual([]);
});

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** A service that answers each question with the next of the given answers, and notes it. */
async function noting(...answers: readonly (readonly [status: number, body: unknown])[]): Promise<{
  api: OperatorApi;
  asked: Asked[];
}> {
  const asked: Asked[] = [];
  const origin = await serve((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      const { method, url, headers } = request;
      asked.push({ method, url, authorization: headers.authorization, body: text === '' ? null : JSON.parse(text) });
      const [status, body] = answers[Math.min(asked.length, answers.length) - 1] ?? [500, {}];
      if (status === 204) response.writeHead(204).end();
      else json(response, status, body);
    });
  });
  return { api: open(success(origin)).api, asked };
}

const security = {
  email: 'a@b.example',
  emailPending: null,
  phone: null,
  phonePending: null,
  hasPassword: true,
  passwordChangedAt: null,
  twoStep: { on: false },
  identities: [],
  advertisingConsent: { granted: false, at: null, textVersion: null },
};
const broken = [500, { type: 'about:blank', title: 't', status: 500, code: 'service-failed' }] as const;

test('the second step, the refusals’ facts and the address of an account to link come through', async () => {
  const challenge = { twoStep: { challenge: 'c'.repeat(43), expiresInMs: 300_000 } };
  const problem = { type: 'about:blank', title: 't', status: 409, code: 'account-link-needed', email: 'a@b.example' };
  const { api, asked } = await noting([202, challenge], [409, problem]);
  const device = { name: 'd', platform: 'linux' } as const;
  expect(await api.signIn({ email: 'a@b.example', password: 'p', computer: 'own', device })).toEqual(
    success(challenge),
  );
  expect(await api.identity({ ticket: 't'.repeat(43), computer: 'own', device })).toEqual(
    failed({ code: 'account-link-needed', email: 'a@b.example' }),
  );
  expect(asked.map(({ url }) => url)).toEqual(['/v1/sessions', '/v1/sessions/identity']);
  expect(asked.every(({ authorization }) => authorization === undefined)).toBe(true);
});

test('each verb of the account goes to its own place, with the token in the header', async () => {
  const { api, asked } = await noting([204, null]);
  const { account } = api;
  const proof = { password: 'p' };
  await account.endDevice('t', 'a/b');
  await account.endOtherDevices('t');
  await account.unlinkIdentity('t', 'vk', proof);
  await account.changePassword('t', { ...proof, next: 'n', language: 'sv' });
  await account.confirmTwoStep('t', { code: '123456', attempt: 2 });
  await account.delete('t', { ...proof, language: 'ru' });
  await account.unlock('t', 'p');
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'DELETE /v1/account/sessions/a%2Fb',
    'DELETE /v1/account/sessions',
    'POST /v1/account/identities/vk/unlink',
    'PUT /v1/account/password',
    'POST /v1/account/two-step/confirmation',
    'POST /v1/account/deletion',
    'POST /v1/sessions/current/unlock',
  ]);
  expect(asked.every(({ authorization }) => authorization === 'Bearer t')).toBe(true);
  expect(asked.map(({ body }) => body)).toEqual([
    null,
    null,
    proof,
    { ...proof, next: 'n', language: 'sv' },
    { code: '123456', attempt: 2 },
    { ...proof, language: 'ru' },
    { password: 'p' },
  ]);
});

test('what is done is never repeated by itself; reading is, and putting a consent to the same value', async () => {
  const changes: ((api: OperatorApi) => Promise<Result<unknown>>)[] = [
    (api) =>
      api.register({
        email: 'a@b.example',
        password: 'p',
        advertisingConsent: false,
        consentTextVersion: '1',
        language: 'en',
      }),
    (api) => api.askPasswordReset({ email: 'a@b.example', language: 'en' }),
    (api) => api.completePasswordReset({ token: 'x', password: 'p' }),
    (api) => api.twoStep({ challenge: 'c', code: '123456' }),
    (api) => api.account.changePassword('t', { password: 'p', next: 'n', language: 'en' }),
    (api) => api.account.changePhone('t', { password: 'p', phone: '+79991234567', language: 'en' }),
    (api) => api.account.linkIdentity('t', { ticket: 'x', password: 'p' }),
    (api) => api.account.newRecoveryCodes('t', { password: 'p' }),
    (api) => api.account.endOtherDevices('t'),
    (api) => api.account.unlock('t', 'p'),
    (api) => api.account.delete('t', { password: 'p', language: 'en' }),
  ];
  for (const change of changes) {
    const { api, asked } = await noting(broken, [200, security]);
    expect(await change(api)).toEqual(failed({ code: 'service-failed' }));
    expect(asked).toHaveLength(1);
  }
  for (const repeat of [
    (api: OperatorApi) => api.account.security('t'),
    (api: OperatorApi) => api.account.setAdvertisingConsent('t', { granted: true, textVersion: '1' }),
  ]) {
    const { api, asked } = await noting(broken, broken, [200, security]);
    expect(await repeat(api)).toEqual(success(security));
    expect(asked).toHaveLength(3);
  }
});
