import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { createEventStream, type EventStream } from './event-stream.ts';

interface Connection {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function event(id: number): string {
  const data = {
    id: String(id),
    at: '2026-11-22T10:00:00Z',
    contractNumber: '1234567890',
    type: 'top-up-credited',
    amountKopecks: 100,
    balanceKopecks: 100,
  };
  return `event: top-up-credited\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function setUp(status = 200): Promise<{
  stream: EventStream;
  connections: Connection[];
  got: string[];
  ended: string[];
  tokens: string[];
  opened: () => number;
}> {
  const connections: Connection[] = [];
  const state = { status };
  const server = createServer((request, response) => {
    if (state.status === 401) {
      state.status = 200;
      response.writeHead(401).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    connections.push({ request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const got: string[] = [];
  const ended: string[] = [];
  const tokens: string[] = [];
  let last: string | null = null;
  let opened = 0;
  const stream = createEventStream({
    fetch,
    origin: () => Promise.resolve(success(origin)),
    authorized: async (ask): Promise<Result<null>> => {
      tokens.push('old');
      const first = await ask('old');
      if (first.ok) return first;
      tokens.push('new');
      return ask('new');
    },
    lastEventId: () => last,
    setLastEventId: (id) => {
      last = id;
    },
    onEvent: ({ id }) => got.push(id),
    onOpen: () => {
      opened += 1;
    },
    onEnded: (code) => ended.push(code),
    random: () => 0,
    log,
  });
  closers.push(() => {
    stream.stop();
    server.closeAllConnections();
    server.close();
  });
  return { stream, connections, got, ended, tokens, opened: () => opened };
}

test('after a cut the next connection names the last event; none is lost or doubled', async () => {
  const { stream, connections, got, opened } = await setUp();
  stream.start();
  await vi.waitFor(() => expect(connections).toHaveLength(1));
  expect(connections[0]!.request.headers['last-event-id']).toBeUndefined();
  connections[0]!.response.write('event: hello\nid: 6\ndata: {"lastEventId":"6"}\n\n');
  connections[0]!.response.write(event(7) + event(7) + event(6));
  await vi.waitFor(() => expect(got).toEqual(['7']));
  connections[0]!.response.destroy();
  await vi.waitFor(() => expect(connections).toHaveLength(2), 5_000);
  expect(connections[1]!.request.headers['last-event-id']).toBe('7');
  connections[1]!.response.write('event: hello\nid: 7\ndata: {"lastEventId":"9"}\n\n');
  connections[1]!.response.write(event(7) + event(8) + 'event: new-kind\nid: 9\ndata: {}\n\n' + event(10));
  await vi.waitFor(() => expect(got).toEqual(['7', '8', '10']));
  expect(opened()).toBe(1);
});

test('a refused connection renews the token and comes back', async () => {
  const { stream, connections, tokens } = await setUp(401);
  stream.start();
  await vi.waitFor(() => expect(connections).toHaveLength(1));
  expect(tokens).toEqual(['old', 'new']);
  expect(connections[0]!.request.headers.authorization).toBe('Bearer new');
});

test('the service ends the session: told once, with the reason', async () => {
  const { stream, connections, ended } = await setUp();
  stream.start();
  await vi.waitFor(() => expect(connections).toHaveLength(1));
  connections[0]!.response.write('event: session-ended\ndata: {"code":"session-idle"}\n\n');
  await vi.waitFor(() => expect(ended).toEqual(['session-idle']));
});

test('the network changed: connects anew at once', async () => {
  const { stream, connections } = await setUp();
  stream.start();
  await vi.waitFor(() => expect(connections).toHaveLength(1));
  stream.renew();
  await vi.waitFor(() => expect(connections).toHaveLength(2), 2_000);
});

test('stopped: closed, and not opened again', async () => {
  const { stream, connections } = await setUp();
  stream.start();
  await vi.waitFor(() => expect(connections).toHaveLength(1));
  const closed = new Promise((resolve) => connections[0]!.request.on('close', resolve));
  stream.stop();
  await closed;
  expect(connections).toHaveLength(1);
});

test('nobody signed in: nothing is asked', async () => {
  const asked = vi.fn(() => Promise.resolve(failed<null>({ code: 'session-ended' })));
  const stream = createEventStream({
    fetch,
    origin: () => Promise.resolve(success('http://127.0.0.1:9')),
    authorized: asked,
    lastEventId: () => null,
    setLastEventId: () => undefined,
    onEvent: vi.fn(),
    onOpen: vi.fn(),
    onEnded: vi.fn(),
    random: () => 0,
    log,
  });
  stream.start();
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  stream.stop();
});
