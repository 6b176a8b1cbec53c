import { expect, test, vi } from 'vitest';
import { failed } from '#protocol/errors/problem.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { number, personal, plan, setUp } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({}));

test('autopay is set with the token, for the contract and plan of the input', async () => {
  const { ask, keeper, money } = setUp();
  await keeper.begin();
  expect((await ask(c.setAutopay, personal[c.setAutopay])).ok).toBe(true);
  expect(money.payments.setAutopay).toHaveBeenCalledWith('access-1', number, plan);
});

test.each<[InvokeChannel, string | null | undefined]>([
  [c.autopay, undefined],
  [c.setAutopay, number],
  [c.stopAutopay, number],
  [c.promiseTerms, undefined],
  [c.takePromise, number],
])('%s: whoever shows money is told of contract %s', async (channel, told) => {
  const { ask, keeper, moneyChanged } = setUp();
  await keeper.begin();
  expect((await ask(channel, personal[channel])).ok).toBe(true);
  expect(moneyChanged.mock.calls).toEqual(told === undefined ? [] : [[told]]);
});

test('a promise is taken under the key of the wish; refused it changes nothing', async () => {
  const { ask, keeper, money, moneyChanged, takePromise } = setUp();
  await keeper.begin();
  const wish = { amountKopecks: 10_000, dueOn: '2026-11-27' };
  money.promise.take.mockResolvedValueOnce(failed({ code: 'promise-changed' }));
  expect(await ask(c.takePromise, { contractNumber: number, ...wish })).toEqual(failed({ code: 'promise-changed' }));
  expect(takePromise.mock.calls[0]?.[0]).toEqual({ contractNumber: number, ...wish });
  expect(money.promise.take).toHaveBeenCalledWith('access-1', 'key-of-this-wish', number, wish);
  expect(moneyChanged).not.toHaveBeenCalled();
});

test.each<[InvokeChannel, unknown]>([
  [c.takePromise, { contractNumber: number, amountKopecks: 1, dueOn: '27.11.2026' }],
])('%s refuses %j before anybody is asked', async (channel, input) => {
  const { ask, asked, keeper } = setUp();
  await keeper.begin();
  expect(await ask(channel, input)).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
  for (const [name, verb] of asked) expect(verb, name).not.toHaveBeenCalled();
});
