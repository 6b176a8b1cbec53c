import { Readable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import type { LineFault } from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import type { App } from '../../platform/http/app-type.ts';
import { handleErrors } from '../../platform/http/error-handling.ts';
import { createConnectionFault, simulateConnectionFaults, noConnectionFault } from './connection-fault.ts';

const apps: App[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** A service that records completed work. `draws`: the next random numbers, then 0.5. */
async function serve(fault: Partial<LineFault>, draws: number[] = []): Promise<{ origin: string; done: string[] }> {
  const app = fastify({ forceCloseConnections: true }) as unknown as App;
  apps.push(app);
  handleErrors(app);
  const line = createConnectionFault();
  line.set({ ...noConnectionFault, ...fault });
  simulateConnectionFaults(app, line, () => draws.shift() ?? 0.5);
  const done: string[] = [];
  app.get('/v1/text', () => {
    done.push('text');
    return { text: 'a rather long answer' };
  });
  app.delete('/v1/nothing', (_request, reply) => {
    done.push('nothing');
    return reply.code(204).send();
  });
  app.get('/v1/stream', (_request, reply) => {
    done.push('stream');
    return reply.send(Readable.from(['one', 'two']));
  });
  app.get(operations.events.stream.path, () => 'a stream of events');
  app.get('/health/live', () => 'alive');
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, done };
}

const ask = (origin: string, path: string, method = 'GET'): Promise<string> =>
  fetch(origin + path, { method }).then((answer) => answer.text());

it.each([
  ['GET', '/v1/text', 'text'],
  ['DELETE', '/v1/nothing', 'nothing'],
  ['GET', '/v1/stream', 'stream'],
])('cuts what %s %s answers, after the work', async (method, path, name) => {
  const { origin, done } = await serve({ cutShare: 1 });
  await expect(ask(origin, path, method)).rejects.toThrow();
  expect(done).toEqual([name]);
});

it('cuts and refuses exactly the configured shares', async () => {
  // Each request draws for the refusal and, if not refused, for the cut.
  const { origin, done } = await serve({ failShare: 0.2, cutShare: 0.3 }, [0.19, 0.99, 0.2, 0.3, 0.2, 0.29]);
  expect(await ask(origin, '/v1/text')).toContain('service-unavailable');
  expect(done).toEqual([]);
  expect(await ask(origin, '/v1/text')).toContain('a rather long answer');
  await expect(ask(origin, '/v1/text')).rejects.toThrow();
  expect(done).toEqual(['text', 'text']);
});

it('leaves an undisturbed connection and responses outside the API unchanged', async () => {
  const works = await serve({}, [0, 0]);
  expect(await ask(works.origin, '/v1/text')).toContain('a rather long answer');
  const broken = await serve({ delayMs: 10_000, failShare: 1, cutShare: 1 });
  expect(await ask(broken.origin, '/health/live')).toBe('alive');
  expect(await ask(broken.origin, operations.events.stream.path)).toBe('a stream of events');
});
