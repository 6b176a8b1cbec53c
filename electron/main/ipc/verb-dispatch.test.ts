import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { exposedOperations, ownVerbs } from '#protocol/ipc/names.ts';
import { parseInput } from '#protocol/operation.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { createVerbDispatch, type DispatchPorts, type VerbDispatch, type VerbHandlers } from './verb-dispatch.ts';

type SessionState = 'signed-in' | 'signed-out' | 'locked';

interface Fixture {
  readonly dispatch: VerbDispatch;
  readonly call: ReturnType<typeof vi.fn<(...args: unknown[]) => Promise<Result<unknown>>>>;
  readonly handlers: Readonly<Record<string, ReturnType<typeof vi.fn>>>;
  readonly changed: ReturnType<typeof vi.fn>;
}

/** The dispatch over a service and handlers that answer every example. */
function createFixture(state: SessionState = 'signed-in', hooks: DispatchPorts['hooks'] = {}): Fixture {
  const refusal = (): Promise<Result<never>> =>
    Promise.resolve(failed({ code: state === 'locked' ? 'session-locked' : 'session-ended' }));
  const call = vi.fn((of: { id: string }) => Promise.resolve(success(exampleOf(of.id).answer)));
  const handlers = Object.fromEntries(
    [...ownVerbs.keys()].map((id) => [id, vi.fn(() => success(exampleOf(id).answer))]),
  );
  const changed = vi.fn();
  const dispatch = createVerbDispatch({
    call: call as unknown as DispatchPorts['call'],
    session: {
      authorized: (ask) => (state === 'signed-in' ? ask('access-token') : refusal()),
      whileOpen: (work) => (state === 'locked' ? refusal() : work()),
      signedIn: () => state !== 'signed-out',
    },
    handlers: handlers as unknown as VerbHandlers,
    hooks,
    changed,
    log: { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } as unknown as DispatchPorts['log'],
    checkAnswers: true,
  });
  return { dispatch, call: call as unknown as Fixture['call'], handlers, changed };
}

const operations = [...exposedOperations.values()].map((of) => [of.id, of] as const);
const verbs = [...ownVerbs.values()].map((verb) => [verb.id, verb] as const);

describe('exposed operations', () => {
  test.each(operations)('%s reaches the service with the access token it declares', async (id, of) => {
    const { call, changed, dispatch } = createFixture();
    const { input, answer } = exampleOf(id);
    expect(await dispatch(id, [input])).toEqual(success(answer));
    expect(call).toHaveBeenCalledOnce();
    expect(call.mock.calls[0]?.slice(0, 2)).toEqual([of, input]);
    expect(call.mock.calls[0]?.[2]).toEqual(of.auth === 'none' ? undefined : { accessToken: 'access-token' });
    expect(changed).toHaveBeenCalledTimes(of.changes.length > 0 ? 1 : 0);
  });

  test.each(operations)(
    '%s is refused while locked and while signed out, unless it needs no session',
    async (id, of) => {
      for (const [state, code] of [
        ['locked', 'session-locked'],
        ['signed-out', 'session-ended'],
      ] as const) {
        const { call, dispatch } = createFixture(state);
        const answer = await dispatch(id, [exampleOf(id).input]);
        if (of.auth === 'none') expect(answer.ok).toBe(true);
        else {
          expect(answer).toEqual(failed({ code }));
          expect(call).not.toHaveBeenCalled();
        }
      }
    },
  );

  test.each(operations)('%s refuses what its schemas do not accept', async (id, of) => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        fc.pre(!parseInput(of, input).ok);
        const { call, dispatch } = createFixture();
        expect(await dispatch(id, [input])).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
        expect(call).not.toHaveBeenCalled();
      }),
      { numRuns: 50 },
    );
  });
});

describe('verbs of the main process', () => {
  test.each(verbs)('%s is answered by its handler', async (id) => {
    const { dispatch, handlers } = createFixture();
    const { input, answer } = exampleOf(id);
    expect(await dispatch(id, [input])).toEqual(success(answer));
    expect(handlers[id]).toHaveBeenCalledOnce();
  });

  test.each(verbs.filter(([, { auth }]) => auth === 'session'))('%s needs an open session', async (id) => {
    const { input } = exampleOf(id);
    const locked = createFixture('locked');
    expect(await locked.dispatch(id, [input])).toEqual(failed({ code: 'session-locked' }));
    const out = createFixture('signed-out');
    expect(await out.dispatch(id, [input])).toEqual(failed({ code: 'session-ended' }));
    for (const { handlers } of [locked, out]) expect(handlers[id]).not.toHaveBeenCalled();
  });

  test.each(verbs)('%s refuses what its schema does not accept', async (id, verb) => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        fc.pre(!verb.input.safeParse(input).success);
        const { dispatch, handlers } = createFixture();
        expect(await dispatch(id, [input])).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
        expect(handlers[id]).not.toHaveBeenCalled();
      }),
      { numRuns: 50 },
    );
  });

  test('an answer that does not match its schema, and a handler that throws, are unexpected failures', async () => {
    const { dispatch, handlers } = createFixture();
    handlers['statement.save']?.mockReturnValueOnce(success('stored'));
    const { input } = exampleOf('statement.save');
    expect(await dispatch('statement.save', [input])).toEqual(failed({ code: 'unexpected' }));
    handlers['statement.save']?.mockImplementationOnce(() => {
      throw new Error('disk');
    });
    expect(await dispatch('statement.save', [input])).toEqual(failed({ code: 'unexpected' }));
  });
});

test('a second argument and an unknown id are refused', async () => {
  const { dispatch } = createFixture();
  expect(await dispatch('statement.cancelSaving', [undefined, 1])).toEqual(failed({ code: 'request-refused' }));
  for (const id of ['statement.csv', 'toString', '__proto__', '']) {
    expect(await dispatch(id, []), id).toEqual(failed({ code: 'request-refused' }));
  }
});

test('a hook surrounds the call', async () => {
  const { call, dispatch } = createFixture('signed-in', {
    'statement.spending': async (input, next) =>
      input.from > input.to ? failed({ code: 'input-invalid', fields: ['to'] }) : next(),
  });
  const { input } = exampleOf('statement.spending');
  expect((await dispatch('statement.spending', [input])).ok).toBe(true);
  const wrong = { ...(input as object), from: '2026-12-01' };
  expect(await dispatch('statement.spending', [wrong])).toEqual(failed({ code: 'input-invalid', fields: ['to'] }));
  expect(call).toHaveBeenCalledOnce();
});
