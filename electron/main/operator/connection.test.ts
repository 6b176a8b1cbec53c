import { expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { createServiceLine, LOOK_EVERY_MS, type ServiceLine } from './connection.ts';

function setUp(origin: string | null): {
  line: ServiceLine;
  planned: { ms: number; run: () => void }[];
  answer: (next: Result<null>) => void;
  looks: () => number;
} {
  let next: Result<null> = success(null);
  let looks = 0;
  const planned: { ms: number; run: () => void }[] = [];
  const line: ServiceLine = createServiceLine({
    origin,
    probe: () => {
      looks += 1;
      return Promise.resolve(next);
    },
    later: (ms, run) => {
      const item = { ms, run };
      planned.push(item);
      return () => {
        const index = planned.indexOf(item);
        if (index >= 0) planned.splice(index, 1);
      };
    },
    now: () => 0,
  });
  return {
    line,
    planned,
    looks: () => looks,
    answer: (value) => {
      next = value;
    },
  };
}

test('a remote service: connecting, down with its reason, looked at every second and a half, up again', async () => {
  const { line, planned, answer } = setUp('https://service.example');
  expect(line.status.get()).toEqual({ state: 'connecting' });
  answer(failed({ code: 'service-unreachable' }));
  await line.look();
  expect(line.status.get()).toEqual({ state: 'down', code: 'service-unreachable', since: '1970-01-01T00:00:00.000Z' });
  expect(planned.map(({ ms }) => ms)).toEqual([LOOK_EVERY_MS]);
  planned.shift()!.run();
  await vi.waitFor(() => expect(planned).toHaveLength(1));
  answer(success(null));
  await line.look();
  expect(line.status.get()).toEqual({ state: 'up' });
  expect(planned).toEqual([]);
});

test('the embedded service: questions wait for its origin', async () => {
  const { line } = setUp(null);
  const waiting = line.origin();
  line.found('http://127.0.0.1:4000');
  expect(await waiting).toEqual(success('http://127.0.0.1:4000'));
  expect(line.status.get()).toEqual({ state: 'up' });
});

test('the embedded service lost: its origin is forgotten, questions get the reason, a new origin brings it back', async () => {
  const { line, planned } = setUp(null);
  const waiting = line.origin();
  line.lost('database-newer');
  expect(await waiting).toEqual(failed({ code: 'database-newer' }));
  expect(await line.origin()).toEqual(failed({ code: 'database-newer' }));
  expect(planned).toEqual([]);
  line.found('http://127.0.0.1:4001');
  expect(await line.origin()).toEqual(success('http://127.0.0.1:4001'));
});

test('a question waits a bounded time for a service that never starts', async () => {
  const { line, planned } = setUp(null);
  const waiting = line.origin();
  planned[0]!.run();
  expect(await waiting).toEqual(failed({ code: 'service-timeout' }));
});

test('watchers hear changes once', async () => {
  const { line, answer } = setUp('https://service.example');
  const heard: string[] = [];
  line.status.watch((status) => heard.push(status.state));
  line.heard(success(null));
  line.heard(success(null));
  answer(failed({ code: 'service-timeout' }));
  line.heard(failed({ code: 'service-timeout' }));
  line.heard(failed({ code: 'service-timeout' }));
  await line.look();
  expect(heard).toEqual(['up', 'down']);
});

test('one question that fails while the service answers leaves the line up; many doubts are one look', async () => {
  const { line, looks } = setUp('https://service.example');
  const heard: string[] = [];
  line.heard(success(null));
  line.status.watch((status) => heard.push(status.state));
  for (let question = 0; question < 20; question += 1) {
    line.heard(failed({ code: 'service-unavailable' }));
    line.heard(success(null));
  }
  expect(looks()).toBe(1);
  await line.look();
  expect(heard).toEqual([]);
  expect(line.status.get()).toEqual({ state: 'up' });
});

test('one question answered while the service is not ready does not bring the line up', async () => {
  const { line, answer } = setUp('https://service.example');
  answer(failed({ code: 'service-unavailable' }));
  await line.look();
  line.heard(success(null));
  await line.look();
  expect(line.status.get()).toMatchObject({ state: 'down', code: 'service-unavailable' });
});
