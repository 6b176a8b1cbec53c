import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { failed, success, type Failure, type Result } from '#protocol/errors/problem.ts';
import { endsSession, failureOf, retryAfterMs } from './failures.ts';
import { backoffMs, withRetry } from './retry.ts';

const plan = { tries: 3, firstMs: 100, longestMs: 2_000 };

function ask(...answers: Result<string>[]): () => Promise<Result<string>> {
  const left = [...answers];
  return () => Promise.resolve(left.length > 1 ? left.shift()! : left[0]!);
}

const down = failed<string>({ code: 'service-unreachable' });

test('waits grow, with jitter, within their bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const whole = Math.min(plan.longestMs, plan.firstMs * 2 ** (attempt - 1));
      const wait = backoffMs(plan, attempt, () => random);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
      expect(wait).toBeLessThanOrEqual(whole);
    }),
  );
});

test('asks again until it succeeds', async () => {
  const sleep = vi.fn(() => Promise.resolve());
  const answer = await withRetry(ask(down, down, success('yes')), () => true, plan, { random: () => 1, sleep });
  expect(answer).toEqual(success('yes'));
  expect(sleep.mock.calls).toEqual([
    [100, undefined],
    [200, undefined],
  ]);
});

test('gives up after the tries, at once for other failures, and when the service asks for a long wait', async () => {
  const sleep = vi.fn(() => Promise.resolve());
  const ports = { random: () => 1, sleep };
  expect(await withRetry(ask(down), () => true, plan, ports)).toEqual(down);
  expect(sleep).toHaveBeenCalledTimes(2);
  sleep.mockClear();
  await withRetry(ask(down), () => false, plan, ports);
  await withRetry(ask(failed({ code: 'too-many-requests', retryAfterMs: 60_000 })), () => true, plan, ports);
  expect(sleep).not.toHaveBeenCalled();
});

test('the wait that the service asks for is kept', async () => {
  const sleep = vi.fn(() => Promise.resolve());
  await withRetry(ask(failed({ code: 'too-many-requests', retryAfterMs: 1_500 }), success('x')), () => true, plan, {
    random: () => 0,
    sleep,
  });
  expect(sleep).toHaveBeenCalledWith(1_500, undefined);
});

const bare = { contentType: 'text/html', retryAfter: null, body: undefined };

test.each<[number, string | null, unknown, Failure]>([
  [429, '7', undefined, { code: 'too-many-requests', retryAfterMs: 7_000 }],
  [502, null, undefined, { code: 'service-unavailable' }],
  [503, null, '<html>', { code: 'service-unavailable' }],
  [500, null, undefined, { code: 'service-failed' }],
  [403, null, undefined, { code: 'service-answer-invalid' }],
  [302, null, undefined, { code: 'service-answer-invalid' }],
  [401, null, { type: 'about:blank', title: 't', status: 401, code: 'session-idle' }, { code: 'session-idle' }],
  [
    401,
    null,
    { type: 'about:blank', title: 't', status: 401, code: 'sign-in-failed', triesLeft: 2, detail: 'x' },
    { code: 'sign-in-failed', triesLeft: 2 },
  ],
])('status %i becomes %o', (status, retryAfter, body, failure) => {
  expect(failureOf({ ...bare, status, retryAfter, body })).toEqual(failure);
});

test('Retry-After is whole seconds or nothing', () => {
  expect(retryAfterMs('3')).toBe(3_000);
  expect(retryAfterMs('-3')).toBeNull();
  expect(retryAfterMs('Wed, 21 Oct 2026 07:28:00 GMT')).toBeNull();
  expect(retryAfterMs('999999')).toBe(3_600_000);
});

test('a bare 401 of something in between ends no session', () => {
  expect(endsSession(failureOf({ ...bare, status: 401 }))).toBe(false);
});
