import { expect, test } from 'vitest';
import { autopay, type Autopay } from '#protocol/api/autopay.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { fakeCall } from '#tests/main/fake-call.ts';
import { exampleOf } from '#tests/examples/index.ts';
import { autopayHooks } from './hooks.ts';

const off = { ...(exampleOf('autopay.read').answer as Autopay), plan: null };
const { input } = exampleOf('autopay.set') as {
  input: Parameters<NonNullable<ReturnType<typeof autopayHooks>['autopay.set']>>[0];
};
const { contractNumber, ...plan } = input;
const on: Autopay = { ...off, plan };

/** A change whose response is lost, over a service that then shows `state`. */
function lose(
  verb: 'set' | 'stop',
  state: Result<Autopay>,
  code: 'service-unreachable' | 'service-timeout' = 'service-unreachable',
): Promise<Result<Autopay>> {
  const { answer, call } = fakeCall();
  answer(autopay.read, () => Promise.resolve(state));
  const hooks = autopayHooks({
    call: ((of: typeof autopay.read, given: { contractNumber: string }) =>
      call(of, given, { accessToken: 'access-1' })) as never,
    sessionId: () => 'session-1',
    sleep: () => Promise.resolve(),
  });
  const next = (): Promise<Result<Autopay>> => Promise.resolve(failed({ code }));
  return verb === 'set' ? hooks['autopay.set']!(input, next) : hooks['autopay.stop']!({ contractNumber }, next);
}

test('a plan that the service shows was set', async () => {
  expect(await lose('set', success(on))).toEqual(success(on));
  expect(await lose('stop', success(off))).toEqual(success(off));
});

test('a plan that the service does not show was not set', async () => {
  expect(await lose('set', success(off))).toEqual(failed({ code: 'service-unreachable' }));
  expect(await lose('set', success({ ...on, plan: { ...plan, amountKopecks: 1 } }))).toMatchObject({ ok: false });
  expect(await lose('stop', success(on))).toEqual(failed({ code: 'service-unreachable' }));
});

test('the outcome is unknown while the state cannot be read, or the service may still be at work', async () => {
  expect(await lose('set', failed({ code: 'service-unreachable' }))).toEqual(failed({ code: 'outcome-unknown' }));
  expect(await lose('stop', success(on), 'service-timeout')).toEqual(failed({ code: 'outcome-unknown' }));
});
