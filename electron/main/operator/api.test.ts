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

function open(origin: Result<string>): { api: OperatorApi } {
  const api = createOperatorApi({
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(origin),
    onLine: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log,
  });
  return { api };
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

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

test('requests that change something are sent once', async () => {
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
    (api) => api.account.unlock('t', 'p'),
  ];
  for (const change of changes) {
    const { api, asked } = await noting(broken, [200, null]);
    expect(await change(api)).toEqual(failed({ code: 'service-failed' }));
    expect(asked).toHaveLength(1);
  }
});
