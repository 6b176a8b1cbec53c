import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { statementQuery } from '#protocol/api/statement.ts';
import { paymentOf, card } from '#tests/main/payments.fixture.ts';
import { createOperatorApi, type OperatorApi } from './api.ts';
import { createHttpClient, createHttpSend } from './http.ts';
import { statementSearch } from './statement-api.ts';

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
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(success(origin)),
    onLine: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log,
  });
  return { api, seen };
}

const key = 'k'.repeat(36);

test('a payment is sent once, under its key, also when no answer comes', async () => {
  const { api, seen } = await open(() => undefined);
  expect(await api.payments.begin('t', key, card)).toEqual(failed({ code: 'service-unreachable' }));
  expect(seen).toEqual([{ line: 'POST /v1/payments', key, body: JSON.stringify(card) }]);
});

test.each<['byKey' | 'read' | 'check' | 'cancel', string]>([
  ['byKey', `GET /v1/payments/by-key/${key}`],
  ['read', `GET /v1/payments/${key}`],
  ['check', `POST /v1/payments/${key}/check`],
  ['cancel', `POST /v1/payments/${key}/cancellation`],
])('%s is asked once a call: whoever asks has a plan of their own', async (verb, line) => {
  const { api, seen } = await open(() => undefined);
  expect(await api.payments[verb]('t', key)).toEqual(failed({ code: 'service-unreachable' }));
  expect(seen).toEqual([{ line, key: undefined, body: '' }]);
});

test('an id cannot lead to another path', async () => {
  const { api, seen } = await open(() => ({ status: 200, body: paymentOf('p1') }));
  expect((await api.payments.read('t', '../account?x=/')).ok).toBe(true);
  expect(seen[0]?.line).toBe('GET /v1/payments/..%2Faccount%3Fx%3D%2F');
});

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

test('a refusal brings its bounds and reasons along', async () => {
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
  const { api } = await open(({ line }) =>
    line.startsWith('GET')
      ? { status: 422, body: { ...problem, code: 'amount-invalid', minKopecks: 1_000, maxKopecks: 1_500_000 } }
      : { status: 409, body: { ...problem, code: 'promise-refused', reasons: [reason] } },
  );
  expect(await api.payments.preview('t', '1234567890', 1)).toEqual(
    failed({ code: 'amount-invalid', minKopecks: 1_000, maxKopecks: 1_500_000 }),
  );
  expect(await api.promise.take('t', key, '1234567890', { amountKopecks: 1, dueOn: '2026-11-27' })).toMatchObject({
    ok: false,
    failure: { code: 'promise-refused', reasons: [reason] },
  });
});

test.each([
  [{}, ''],
  [{ limit: 50 }, '?limit=50'],
  [
    { search: '698,00 & более', kind: 'charges', from: undefined },
    '?search=698%2C00+%26+%D0%B1%D0%BE%D0%BB%D0%B5%D0%B5&kind=charges',
  ],
] as const)('the statement’s query %j goes as %j', (query, text) => {
  expect(statementSearch(query)).toBe(text);
  const back = Object.fromEntries(new URLSearchParams(text));
  expect(statementQuery.parse(back)).toEqual(statementQuery.parse(query));
});

test.each([
  ['top-up', (api: OperatorApi) => api.payments.terms('t', '1234567890'), 'GET /v1/contracts/1234567890/top-up'],
  [
    'preview',
    (api: OperatorApi) => api.payments.preview('t', '1234567890', 100),
    'GET /v1/contracts/1234567890/top-up/preview?amountKopecks=100',
  ],
  [
    'slip',
    (api: OperatorApi) => api.payments.slip('t', '1234567890', 100),
    'GET /v1/contracts/1234567890/slip?amountKopecks=100',
  ],
  ['open slip', (api: OperatorApi) => api.payments.slip('t', '1234567890', null), 'GET /v1/contracts/1234567890/slip'],
  ['cards', (api: OperatorApi) => api.payments.cards('t'), 'GET /v1/account/cards'],
  ['unlink', (api: OperatorApi) => api.payments.unlinkCard('t', 'c/1'), 'DELETE /v1/account/cards/c%2F1'],
  [
    'stop autopay',
    (api: OperatorApi) => api.payments.stopAutopay('t', '1234567890'),
    'DELETE /v1/contracts/1234567890/autopay',
  ],
  ['receipt', (api: OperatorApi) => api.statement.receipt('t', 'p1'), 'GET /v1/payments/p1/receipt'],
  [
    'spending',
    (api: OperatorApi) => api.statement.spending('t', '1234567890', '2026-01-01', '2026-11-30'),
    'GET /v1/contracts/1234567890/spending?from=2026-01-01&to=2026-11-30',
  ],
] as const)('%s is asked where the service has it', async (_name, ask, line) => {
  const { api, seen } = await open(() => ({ status: 200, body: {} }));
  expect(await ask(api)).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(seen.map((one) => one.line)).toEqual([line]);
});
