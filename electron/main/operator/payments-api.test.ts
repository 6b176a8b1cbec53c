import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { createOperatorApi, type OperatorApi } from './api.ts';
import { createHttpSend } from './http.ts';

interface Seen {
  readonly line: string;
  readonly key: string | undefined;
  readonly body: string;
}

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** A service that notes what it is asked; `answer` undefined: the line is cut. */
async function open(
  answer: (seen: Seen) => { readonly status: number; readonly body: unknown } | undefined,
): Promise<{ api: OperatorApi; seen: Seen[] }> {
  const seen: Seen[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const key = request.headers['idempotency-key'];
    const one = {
      line: `${request.method} ${request.url}`,
      key: typeof key === 'string' ? key : undefined,
      body: await bodyOf(request),
    };
    seen.push(one);
    const given = answer(one);
    if (given === undefined) {
      response.destroy();
      return;
    }
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body));
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = createOperatorApi({
    send: createHttpSend(),
    origin: () => Promise.resolve(success(origin)),
    onLine: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log,
  });
  return { api, seen };
}

const key = 'k'.repeat(36);

test('a promise whose answer is lost is asked again under the same key', async () => {
  const terms = {
    running: null,
    offer: null,
    reasons: [],
    rules: { minKopecks: 5_000, maxKopecks: 30_000, termDays: 5, everyDays: 30 },
  };
  let asked = 0;
  const { api, seen } = await open(() => {
    asked += 1;
    return asked < 3 ? undefined : { status: 200, body: terms };
  });
  const wish = { amountKopecks: 10_000, dueOn: '2026-11-27' };
  expect(await api.promise.take('t', key, '1234567890', wish)).toEqual(success(terms));
  const line = 'POST /v1/contracts/1234567890/promise';
  expect(seen).toEqual(Array.from({ length: 3 }, () => ({ line, key, body: JSON.stringify(wish) })));
});

test('a refusal brings its reasons along', async () => {
  const reason = {
    code: 'promise-too-soon',
    number: 12,
    liftsOn: '2026-12-22',
    liftsAt: null,
    amountKopecks: null,
    note: null,
    action: 'wait',
  };
  const problem = { type: 'about:blank', title: 'x', status: 409 };
  const { api } = await open(() => ({ status: 409, body: { ...problem, code: 'promise-refused', reasons: [reason] } }));
  expect(await api.promise.take('t', key, '1234567890', { amountKopecks: 1, dueOn: '2026-11-27' })).toMatchObject({
    ok: false,
    failure: { code: 'promise-refused', reasons: [reason] },
  });
});

test('autopay is stopped where the service has it', async () => {
  const { api, seen } = await open(() => ({ status: 200, body: {} }));
  expect(await api.payments.stopAutopay('t', '1234567890')).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(seen.map((one) => one.line)).toEqual(['DELETE /v1/contracts/1234567890/autopay']);
});
