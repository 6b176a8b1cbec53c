import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpClient, createHttpSend } from './http.ts';

let server: Server;
let seen: { readonly headers: IncomingHttpHeaders; readonly body: string }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      seen.push({ headers: request.headers, body });
      answer.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const post = (body?: object): Promise<unknown> =>
  createHttpSend(createHttpClient({ fetch }))({
    method: 'POST',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    headers: {},
    timeoutMs: 5_000,
    ...(body === undefined ? {} : { body }),
  });

it('says of nothing that it is nothing: no form, no JSON', async () => {
  await post();
  expect(seen[0]?.body).toBe('');
  expect(seen[0]?.headers['content-type']).toBeUndefined();
});

it('sends a body as JSON', async () => {
  await post({ a: 1 });
  expect(seen[0]?.body).toBe('{"a":1}');
  expect(seen[0]?.headers['content-type']).toBe('application/json');
});
