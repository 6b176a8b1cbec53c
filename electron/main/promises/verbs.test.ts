import { expect, test, vi } from 'vitest';
import { promises } from '#protocol/api/promises.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { promiseHandlers } from './verbs.ts';

const wish = { contractNumber: '1234567890', amountKopecks: 10_000, dueOn: '2026-11-27' };

test('a promise is taken under the key of the request; data is stale only after a success', async () => {
  const { answer, call, calls } = fakeCall();
  const taken = success(exampleOf('promises.take').answer as never);
  const refused: Result<never> = failed({ code: 'promise-changed' });
  answer(promises.take, () => Promise.resolve(refused));
  const take = vi.fn((_wish: object, ask: (key: string) => Promise<Result<never>>) => ask('key-of-this-wish'));
  const changed = vi.fn();
  const { 'promises.request': request } = promiseHandlers({
    call,
    session: { authorized: (ask) => ask('access-1') },
    sessionId: () => 'session-1',
    keys: { take },
    changed,
    sleep: () => Promise.resolve(),
  });
  expect(await request(wish)).toEqual(refused);
  expect(take.mock.calls[0]?.[0]).toEqual(wish);
  expect(calls(promises.take)).toMatchObject([
    { input: wish, options: { accessToken: 'access-1', idempotencyKey: 'key-of-this-wish' } },
  ]);
  expect(changed).not.toHaveBeenCalled();

  answer(promises.take, () => Promise.resolve(taken));
  expect(await request(wish)).toEqual(taken);
  expect(changed.mock.calls).toEqual([[['overview', 'money'], wish.contractNumber]]);
});

test.each([
  ['shows the promise', { amountKopecks: 10_000, dueOn: '2026-11-27', takenAt: '2026-11-22T10:00:00Z' }, true],
  ['shows none', null, false],
] as const)('a request whose response is lost is resolved by a state that %s', async (_state, running, done) => {
  const { answer, call } = fakeCall();
  const terms = { ...(exampleOf('promises.terms').answer as object), running };
  answer(promises.take, () => Promise.resolve(failed({ code: 'service-unreachable' })));
  answer(promises.terms, () => Promise.resolve(success(terms as never)));
  const { 'promises.request': request } = promiseHandlers({
    call,
    session: { authorized: (ask) => ask('access-1') },
    sessionId: () => 'session-1',
    keys: { take: (_wish, ask) => ask('key-of-this-wish') },
    changed: vi.fn(),
    sleep: () => Promise.resolve(),
  });
  const result = await request(wish);
  expect(result).toEqual(done ? success(terms) : failed({ code: 'service-unreachable' }));
});
