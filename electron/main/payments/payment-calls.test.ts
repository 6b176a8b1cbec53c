import { expect, test, vi } from 'vitest';
import { payments } from '#protocol/api/payments.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import { card } from '#tests/main/payments.fixture.ts';
import { createCall, createSessionCall, type SessionCall } from '../operator/call.ts';
import { LineError, type HttpRequest } from '../operator/http.ts';

/** A session-bound client whose connection drops every request. */
function setUp(): { readonly call: SessionCall; readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const call = createCall({
    send: (request) => {
      sent.push(request);
      return Promise.reject(new LineError(false));
    },
    origin: () => Promise.resolve(success('http://127.0.0.1:1')),
    onExchange: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  });
  return { call: createSessionCall(call, (request) => request('access-1')), sent };
}

const key = 'k'.repeat(36);

test('a payment is created with one request under its key, also when the answer is lost', async () => {
  const { call, sent } = setUp();
  expect(await call(payments.create, card, { idempotencyKey: key })).toEqual(failed({ code: 'service-unreachable' }));
  expect(sent).toEqual([
    {
      method: 'POST',
      url: 'http://127.0.0.1:1/v1/payments',
      accessToken: 'access-1',
      headers: { 'idempotency-key': key },
      timeoutMs: 20_000,
      body: card,
    },
  ]);
});

test.each([
  ['byKey', (call: SessionCall) => call(payments.byKey, { key })],
  ['read', (call: SessionCall) => call(payments.read, { paymentId: 'p1' })],
  ['check', (call: SessionCall) => call(payments.check, { paymentId: 'p1' })],
  ['cancel', (call: SessionCall) => call(payments.cancel, { paymentId: 'p1' })],
] as const)('%s is sent once: the poller decides when to send it again', async (_name, send) => {
  const { call, sent } = setUp();
  expect(await send(call)).toEqual(failed({ code: 'service-unreachable' }));
  expect(sent).toHaveLength(1);
});

test('an amount in kopecks is sent as digits; a fraction or a negative amount is refused', async () => {
  const { call, sent } = setUp();
  const contractNumber = '1234567890';
  await call(payments.preview, { contractNumber, amountKopecks: 42_500 });
  expect(sent[0]?.url).toBe('http://127.0.0.1:1/v1/contracts/1234567890/top-up/preview?amountKopecks=42500');
  sent.length = 0;
  await call(payments.slip, { contractNumber });
  expect(sent[0]?.url).toBe('http://127.0.0.1:1/v1/contracts/1234567890/slip');
  sent.length = 0;
  for (const amountKopecks of [0.5, -1, Number.NaN]) {
    expect(await call(payments.preview, { contractNumber, amountKopecks })).toEqual(
      failed({ code: 'input-invalid', fields: ['amountKopecks'] }),
    );
  }
  expect(sent).toEqual([]);
});
