import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failureOfLine, mayBeDone } from './failures.ts';
import { createHttpClient, createHttpSend, LineError, type Fetch, type HttpAnswer, type HttpRequest } from './http.ts';

let server: Server;
let seen: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[];
let respond: RequestListener;

beforeEach(async () => {
  seen = [];
  respond = (_request, response) => void response.setHeader('content-type', 'application/json').end('{}');
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body });
      respond(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const send = (request: Partial<HttpRequest> = {}, by: Fetch = fetch): Promise<HttpAnswer> =>
  createHttpSend(createHttpClient({ fetch: by }))({
    method: 'POST',
    url: `${origin()}/`,
    headers: {},
    timeoutMs: 5_000,
    ...request,
  });

const lineErrorOf = async (sent: Promise<unknown>): Promise<LineError> => {
  const error: unknown = await sent.catch((reason: unknown) => reason);
  if (!(error instanceof LineError)) throw new Error('no LineError');
  return error;
};

/** `fetch` that fails as Electron's does: a plain error without a code. */
const failing =
  (message: string): Fetch =>
  () =>
    Promise.reject(new Error(message));

it('sends no content type without a body', async () => {
  await send();
  expect(seen[0]?.body).toBe('');
  expect(seen[0]?.headers['content-type']).toBeUndefined();
});

it('sends a body as JSON', async () => {
  await send({ body: { a: 1 } });
  expect(seen[0]?.body).toBe('{"a":1}');
  expect(seen[0]?.headers['content-type']).toBe('application/json');
});

it('sends the access token, and what it accepts unless the request names it', async () => {
  await send({ accessToken: 'secret' });
  expect(seen[0]?.headers.authorization).toBe('Bearer secret');
  expect(seen[0]?.headers.accept).toBe('application/json, application/problem+json');
  await send({ headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' });
  expect(seen[1]?.headers).toMatchObject({ accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' });
  expect(seen[1]?.headers.authorization).toBeUndefined();
  expect(seen[1]?.body).toBe('a=1');
});

it('returns every status as an answer, with the head that is needed', async () => {
  respond = (_request, response) => {
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '7', 'x-request-id': 'r-1' };
    response.writeHead(503, headers).end('{"code":"service-unavailable"}');
  };
  expect(await send()).toEqual({
    status: 503,
    contentType: 'application/problem+json',
    retryAfter: '7',
    requestId: 'r-1',
    body: { code: 'service-unavailable' },
  });
  respond = (_request, response) => void response.writeHead(204).end();
  expect(await send()).toEqual({ status: 204, contentType: '', retryAfter: null, body: undefined });
});

it('does not follow a redirect', async () => {
  respond = (_request, response) => void response.writeHead(307, { location: '/elsewhere' }).end();
  expect(await send({ accessToken: 'secret' })).toMatchObject({ status: 307 });
  expect(seen.map(({ url }) => url)).toEqual(['/']);
});

it('refuses a response that is too large, with and without an announced length', async () => {
  const part = 'x'.repeat(1024 * 1024);
  respond = (_request, response) => void response.end(part.repeat(9));
  expect(await lineErrorOf(send())).toMatchObject({ timedOut: false });
  respond = (_request, response) => {
    for (let count = 0; count < 9; count += 1) response.write(part);
    response.end();
  };
  expect(await lineErrorOf(send())).toMatchObject({ timedOut: false });
  respond = (_request, response) => void response.end(JSON.stringify(part.repeat(7)));
  expect(await send()).toMatchObject({ status: 200, body: part.repeat(7) });
});

it.each([
  ['no response', (): void => undefined],
  ['half a response', (_request, response): void => void response.writeHead(200).write('{')],
] satisfies [string, RequestListener][])('times out on %s', async (_name, listener) => {
  respond = listener;
  const error = await lineErrorOf(send({ timeoutMs: 100 }));
  expect(error.timedOut).toBe(true);
  expect(failureOfLine(error)).toEqual({ code: 'service-timeout' });
  expect(mayBeDone(failureOfLine(error))).toBe(true);
});

it('is cancelled by its signal', async () => {
  respond = () => undefined;
  const controller = new AbortController();
  const sent = lineErrorOf(send({ signal: controller.signal }));
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  controller.abort();
  expect(await sent).toMatchObject({ timedOut: false, cause: 'ERR_CANCELED' });
});

it('a connection that breaks leaves open whether the service did it; one that is refused does not', async () => {
  respond = (request) => void request.socket.destroy();
  const broken = await lineErrorOf(send());
  expect(mayBeDone(failureOfLine(broken))).toBe(true);
  // A port that was in use a moment ago and is not any more.
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  const refused = await lineErrorOf(send({ url: `http://127.0.0.1:${port}/` }));
  expect(refused.cause).toBe('ECONNREFUSED');
  expect(mayBeDone(failureOfLine(refused))).toBe(false);
});

it.each([
  ['net::ERR_CONNECTION_REFUSED', false],
  ['net::ERR_NAME_NOT_RESOLVED', false],
  ['net::ERR_INTERNET_DISCONNECTED', false],
  ['net::ERR_PROXY_CONNECTION_FAILED', false],
  ['net::ERR_CERT_AUTHORITY_INVALID', false],
  ['net::ERR_EMPTY_RESPONSE', true],
  ['net::ERR_CONNECTION_RESET', true],
  ['net::ERR_NETWORK_CHANGED', true],
  ['net::ERR_CONTENT_LENGTH_MISMATCH', true],
  ['something else', true],
])('Electron’s %s: may have reached the service: %s', async (message, reached) => {
  const error = await lineErrorOf(send({ accessToken: 'secret' }, failing(message)));
  expect(error.cause).toBe(message.startsWith('net::') ? message.slice(5) : 'unknown');
  expect(failureOfLine(error)).toEqual({ code: 'service-unreachable' });
  expect(mayBeDone(failureOfLine(error))).toBe(reached);
});
