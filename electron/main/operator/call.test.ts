import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { autopay } from '#protocol/api/autopay.ts';
import { demo } from '#protocol/api/demo.ts';
import { health } from '#protocol/api/health.ts';
import { overview } from '#protocol/api/overview.ts';
import { profile } from '#protocol/api/profile.ts';
import { promises } from '#protocol/api/promises.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { createCall, RETRY_PLAN, type Call } from './call.ts';
import { createHttpClient, createHttpSend } from './http.ts';

interface Received {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly key: string | undefined;
  readonly body: string;
}
type Respond = (response: ServerResponse, request: Received) => void;

const contractNumber = '1234567890';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const problem = (status: number, code: string, facts: object = {}): Respond => {
  return (response) => json(response, status, { type: 'about:blank', title: 'x', status, code, ...facts });
};

/** A service that records its requests, and a client of it. */
async function serve(respond: Respond): Promise<{
  call: Call;
  received: Received[];
  exchanges: Result<null>[];
  origin: string;
}> {
  const received: Received[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { authorization, 'idempotency-key': key } = request.headers;
    const one: Received = {
      line: `${request.method} ${request.url}`,
      authorization,
      key: typeof key === 'string' ? key : undefined,
      body: Buffer.concat(pieces).toString('utf8'),
    };
    received.push(one);
    respond(response, one);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...client(success(origin)), received, origin };
}

function client(origin: Result<string>): { call: Call; exchanges: Result<null>[] } {
  const exchanges: Result<null>[] = [];
  const call = createCall({
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(origin),
    onExchange: (answer) => exchanges.push(answer),
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
  return { call, exchanges };
}

test('a repeatable operation is sent three times before it fails', async () => {
  const { call, exchanges, received } = await serve((response) => response.destroy());
  expect(await call(profile.read, {})).toEqual(failed({ code: 'service-unreachable' }));
  expect(received).toHaveLength(3);
  expect(exchanges.at(-1)).toEqual(failed({ code: 'service-unreachable' }));
});

test('a repeatable operation succeeds after failures that may pass', async () => {
  const { answer } = exampleOf('autopay.stop');
  let sent = 0;
  const { call, received } = await serve((response, request) => {
    sent += 1;
    if (sent < 3) problem(500, 'service-failed')(response, request);
    else json(response, 200, answer);
  });
  expect(await call(autopay.stop, { contractNumber }, { accessToken: 't' })).toEqual(success(answer));
  expect(received.map(({ line }) => line)).toEqual(Array(3).fill('DELETE /v1/contracts/1234567890/autopay'));
});

test('an answer that does not match its schema fails, and the connection counts as up', async () => {
  const { call, exchanges } = await serve((response) => json(response, 200, { brand: 'x' }));
  expect(await call(profile.read, {})).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(exchanges).toEqual([success(null)]);
});

test('a body that is cut off is a lost connection', async () => {
  const { call } = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"subscribers":[');
    setImmediate(() => response.destroy());
  });
  expect(await call(demo.subscribers, {})).toEqual(failed({ code: 'service-unreachable' }));
});

test('a redirect is not followed, so that the token reaches no other server', async () => {
  const other = await serve((response) => json(response, 200, {}));
  const { call } = await serve((response) => {
    response.writeHead(307, { location: `${other.origin}/v1/contracts/1234567890/overview` }).end();
  });
  const answer = await call(overview.read, { contractNumber }, { accessToken: 'token' });
  expect(answer).toEqual(failed({ code: 'service-answer-invalid' }));
  expect(other.received).toEqual([]);
});

test('the access token is sent in the header only', async () => {
  const { call, received } = await serve(problem(404, 'contract-not-found'));
  expect(await call(overview.read, { contractNumber }, { accessToken: 'secret-token' })).toEqual(
    failed({ code: 'contract-not-found' }),
  );
  expect(received).toEqual([
    {
      line: 'GET /v1/contracts/1234567890/overview',
      authorization: 'Bearer secret-token',
      key: undefined,
      body: '',
    },
  ]);
});

test('input that the schemas refuse is not sent', async () => {
  const { call, received } = await serve((response) => json(response, 200, {}));
  expect(await call(overview.read, { contractNumber: '../account' }, { accessToken: 't' })).toEqual(
    failed({ code: 'input-invalid', fields: ['contractNumber'] }),
  );
  expect(received).toEqual([]);
});

test('nothing is sent without a service', async () => {
  const { call, exchanges } = client(failed({ code: 'database-newer' }));
  expect(await call(profile.read, {})).toEqual(failed({ code: 'database-newer' }));
  expect(exchanges).toEqual([]);
});

test('a probe is sent once and not reported', async () => {
  const { call, exchanges, received } = await serve((response) => response.destroy());
  expect(await call(health.ready, {}, { probe: true })).toEqual(failed({ code: 'service-unreachable' }));
  expect(received).toHaveLength(1);
  expect(exchanges).toEqual([]);
});

const idempotencyKey = 'k'.repeat(36);
const wish = { amountKopecks: 10_000, dueOn: '2026-11-27' };

test('a keyed operation is sent once, and with a plan again under the same key', async () => {
  const { answer } = exampleOf('promises.take');
  let lost = 3;
  const { call, received } = await serve((response) => {
    lost -= 1;
    if (lost >= 0) response.destroy();
    else json(response, 200, answer);
  });
  const options = { accessToken: 't', idempotencyKey };
  expect(await call(promises.take, { contractNumber, ...wish }, options)).toEqual(
    failed({ code: 'service-unreachable' }),
  );
  expect(received).toHaveLength(1);
  expect(await call(promises.take, { contractNumber, ...wish }, { ...options, retry: RETRY_PLAN })).toEqual(
    success(answer),
  );
  const sent = {
    line: 'POST /v1/contracts/1234567890/promise',
    authorization: 'Bearer t',
    key: idempotencyKey,
    body: JSON.stringify(wish),
  };
  expect(received).toEqual(Array(4).fill(sent));
});

test('the facts of a refusal are passed on', async () => {
  const reason = {
    code: 'promise-too-soon',
    number: 12,
    liftsOn: '2026-12-22',
    liftsAt: null,
    amountKopecks: null,
    note: null,
    action: 'wait',
  };
  const { call } = await serve(problem(409, 'promise-refused', { reasons: [reason] }));
  const answer = await call(promises.take, { contractNumber, ...wish }, { accessToken: 't', idempotencyKey });
  expect(answer).toMatchObject({ ok: false, failure: { code: 'promise-refused', reasons: [reason] } });
});
