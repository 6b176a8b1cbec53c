import { expect, test, vi } from 'vitest';
import { success } from '#protocol/errors/problem.ts';
import { invokeChannels as c, type InvokeChannel } from '#protocol/ipc/channels.ts';
import { number, payment, personal, setUp } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({}));

test('money is asked for with the token, and by what the question names', async () => {
  const { ask, keeper, money } = setUp();
  await keeper.begin();
  for (const channel of [c.topUpPreview, c.slip] as const) {
    expect((await ask(channel, personal[channel])).ok, channel).toBe(true);
  }
  expect(money.payments.preview).toHaveBeenCalledWith('access-1', number, 42_500);
  expect(money.payments.slip).toHaveBeenCalledWith('access-1', number, null);
});

test.each<[InvokeChannel, string | null | undefined]>([
  [c.topUpTerms, undefined],
  [c.slip, undefined],
  [c.linkedCards, undefined],
  [c.unlinkCard, null],
])('%s: whoever shows money is told of contract %s', async (channel, told) => {
  const { ask, keeper, moneyChanged } = setUp();
  await keeper.begin();
  expect((await ask(channel, personal[channel])).ok).toBe(true);
  expect(moneyChanged.mock.calls).toEqual(told === undefined ? [] : [[told]]);
});

test('a payment begins in the program’s language, and the name that was shown goes with it', async () => {
  const { ask, keeper, payments } = setUp();
  await keeper.begin();
  await ask(c.payee, { number });
  expect(payments.payeeSeen).toHaveBeenCalledWith('payee');
  expect(await ask(c.beginPayment, payment)).toEqual(success('begun'));
  expect(payments.begin).toHaveBeenCalledWith({ ...payment, language: 'sv' });
  expect(await ask(c.trackedPayments)).toEqual(success({ payments: [] }));
  for (const [channel, verb] of [
    [c.showPaymentPage, payments.showPage],
    [c.askPayment, payments.ask],
    [c.cancelPayment, payments.cancel],
    [c.dismissPayment, payments.dismiss],
  ] as const) {
    expect((await ask(channel, { id: 'p1' })).ok).toBe(true);
    expect(verb).toHaveBeenCalledWith('p1');
  }
});

test.each<[InvokeChannel, unknown]>([
  [c.beginPayment, { ...payment, amountKopecks: 1.5 }],
  [c.beginPayment, { ...payment, payee: '12345678901' }],
  [c.beginPayment, { ...payment, method: 'cash' }],
  [c.beginPayment, { ...payment, phone: '89991234567' }],
  [c.topUpPreview, { contractNumber: number, amountKopecks: 0 }],
  [c.topUpPreview, { contractNumber: number, amountKopecks: -1 }],
  [c.askPayment, { id: '' }],
  [c.askPayment, 'p1'],
])('%s refuses %j before anybody is asked', async (channel, input) => {
  const { ask, asked, keeper, payments } = setUp();
  await keeper.begin();
  expect(await ask(channel, input)).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
  for (const [name, verb] of [...asked, ...Object.entries(payments)]) expect(verb, name).not.toHaveBeenCalled();
});
