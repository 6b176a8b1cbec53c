import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSealedValue } from '../storage/sealed-value.ts';
import { memoryFile, quietLog } from '#tests/main/session.fixture.ts';
import { openTestStore, profileFolder, testKeys } from '#tests/main/store.fixture.ts';
import { createPaymentList, type Payer, type PaymentList } from './payment-list.ts';
import { keptPayments, type KeptPayments, type PaymentRecord } from './payment-record.ts';
import { card, paymentOf } from '#tests/main/payments.fixture.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const record: PaymentRecord = {
  id: 'r1',
  service: 'embedded',
  accountId: 'a1',
  key: 'k'.repeat(36),
  request: card,
  payee: card.payee,
  maskedName: '',
  contractNumber: card.payee,
  amountKopecks: card.amountKopecks,
  method: card.method,
  phase: 'sending',
  because: null,
  startedAt: '2026-11-22T10:00:00.000Z',
  brokeAt: null,
  lastAskedAt: null,
  payment: null,
};

function listOn(file: Parameters<typeof createPaymentList>[0]['file'], payer: Payer | null = me): PaymentList {
  return createPaymentList({ file, service: 'embedded', payer: () => payer, now: () => now, log: quietLog });
}
const me: Payer = { accountId: 'a1', kept: true };

test('a payment is encrypted on disk and loaded by the next run', async () => {
  const folder = profileFolder();
  const open = (): PaymentList =>
    listOn(createSealedValue(openTestStore(folder), 'payments', keptPayments, testKeys()));
  const first = open();
  await first.load();
  await first.add(record, true);
  const text = readFileSync(path.join(folder, 'store.json'), 'utf8');
  const { data } = (JSON.parse(text) as { payments: { data: string } }).payments;
  expect(text + Buffer.from(data, 'base64').toString('latin1')).not.toMatch(/1234567890|kkkk|42500/);
  const second = open();
  expect(await second.load()).toBe(true);
  expect(second.mine()).toEqual([{ ...record, phase: 'checking', because: 'restart' }]);
  const sealed = (text: string): string => Buffer.from(text).toString('base64');
  for (const damage of [
    { backend: 'gnome_libsecret', data: sealed('rubbish') },
    { backend: 'dpapi', data: sealed('rubbish') },
    { backend: 'gnome_libsecret', data: sealed('{}') },
  ]) {
    openTestStore(folder).set({ payments: damage });
    const damaged = open();
    expect(await damaged.load()).toBe(false);
    expect(damaged.mine()).toEqual([]);
  }
});

test('a file that was not read is not overwritten', async () => {
  const file = memoryFile<KeptPayments>();
  file.content = { version: 1, payments: [record] };
  const list = listOn(file, { accountId: 'a1', kept: false });
  await list.load();
  await list.add({ ...record, id: 'r2' }, false);
  list.forget();
  await list.settled();
  expect(file.content.payments).toEqual([record]);
  expect(list.mine()).toEqual([]);
});

test('lists payments of the account at this service, newest first; old ones are removed', async () => {
  const file = memoryFile<KeptPayments>();
  const at = (id: string, change: Partial<PaymentRecord>): PaymentRecord => ({ ...record, id, ...change });
  file.content = {
    version: 1,
    payments: [
      at('old', { startedAt: '2026-08-01T10:00:00Z' }),
      at('earlier', {
        startedAt: '2026-11-20T10:00:00Z',
        phase: 'settled',
        payment: paymentOf('p', { status: 'declined' }),
      }),
      at('later', { startedAt: '2026-11-21T10:00:00Z', phase: 'checking', because: 'window-closed' }),
      at('another’s', { accountId: 'a2' }),
      at('elsewhere', { service: 'https://operator.example' }),
    ],
  };
  const list = listOn(file);
  await list.load();
  expect(list.mine().map(({ id, phase, because }) => [id, phase, because])).toEqual([
    ['later', 'checking', 'window-closed'],
    ['earlier', 'settled', null],
  ]);
  list.remove('later');
  await list.settled();
  expect(file.content.payments.map(({ id }) => id)).toEqual(['earlier', 'another’s', 'elsewhere']);
});

test('a change of the last query time alone is not written', async () => {
  const file = memoryFile<KeptPayments>();
  const list = listOn(file);
  await list.load();
  await list.add(record, true);
  list.put({ ...record, lastAskedAt: '2026-11-22T10:01:00Z' });
  await list.settled();
  expect(file.writes).toBe(1);
  list.put({ ...record, phase: 'checking', because: 'line' });
  await list.settled();
  expect(file.writes).toBe(2);
});
