import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { success } from '#protocol/errors/problem.ts';
import { invokeChannels, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { invokeContract } from '#protocol/ipc/schemas.ts';
import { createDispatch, type Handlers } from './dispatch.ts';
import { mayAsk, type Sender } from './sender.ts';

const own: Sender = {
  contentsId: 1,
  frame: { url: 'app://cabinet/index.html#/x', isMain: true, detached: false },
};

test('the own page may ask', () => {
  expect(mayAsk(own, 1)).toBe(true);
});

test.each<[string, Partial<Sender> | Partial<NonNullable<Sender['frame']>>, number | null]>([
  ['another window', { contentsId: 2 }, 1],
  ['no window', {}, null],
  ['a frame that is gone', { frame: null }, 1],
])('%s may not', (_name, change, id) => {
  expect(mayAsk({ ...own, ...change }, id)).toBe(false);
});

test.each([
  { detached: true },
  { isMain: false },
  { url: '' },
  { url: 'about:blank' },
  { url: 'app://evil/index.html' },
  { url: 'app://cabinet.evil/index.html' },
  { url: 'app://x@cabinet/index.html' },
  { url: 'https://cabinet/index.html' },
  { url: 'file:///cabinet/index.html' },
])('a frame with %j may not', (change) => {
  expect(mayAsk({ ...own, frame: { ...own.frame!, ...change } }, 1)).toBe(false);
});

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

function allHandlers(handler: (input: unknown) => unknown): Handlers {
  return Object.fromEntries(Object.values(invokeChannels).map((channel) => [channel, handler])) as unknown as Handlers;
}

test('any input to any channel: an answer with a code, never an exception', async () => {
  const handler = vi.fn((input: unknown) => success(input));
  const dispatch = createDispatch(allHandlers(handler), { log, checkAnswers: false });
  const channel = fc.constantFrom<InvokeChannel>(...Object.values(invokeChannels));
  await fc.assert(
    fc.asyncProperty(channel, fc.array(fc.anything(), { maxLength: 3 }), async (name, args) => {
      handler.mockClear();
      const answer = await dispatch(name, args);
      const good = args.length <= 1 && invokeContract[name].input.safeParse(args[0]).success;
      expect(answer.ok).toBe(good);
      expect(handler).toHaveBeenCalledTimes(good ? 1 : 0);
      if (!answer.ok) expect(['input-invalid', 'request-refused']).toContain(answer.failure.code);
    }),
  );
});

test('a handler that throws is answered "unexpected" and logged', async () => {
  const dispatch = createDispatch(
    allHandlers(() => {
      throw new Error('no');
    }),
    { log, checkAnswers: true },
  );
  expect(await dispatch('session:status', [])).toEqual({ ok: false, failure: { code: 'unexpected' } });
  expect(log.error).toHaveBeenCalled();
});

test('an answer that breaks the contract does not reach the renderer where answers are checked', async () => {
  const dispatch = createDispatch(
    allHandlers(() => success({ token: 'x' })),
    { log, checkAnswers: true },
  );
  expect(await dispatch('session:status', [])).toEqual({ ok: false, failure: { code: 'unexpected' } });
});
