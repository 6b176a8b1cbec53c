import { expect, test } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { PromiseTerms } from '#protocol/api/promises.ts';
import { memoryFile, quietLog, type MemoryFile } from '#tests/main/session.fixture.ts';
import type { Payer } from '../payments/payment-list.ts';
import { createPromiseKeys, type KeptPromise, type PromiseKeys } from './promise-keys.ts';

const wish = { contractNumber: '1234567890', amountKopecks: 10_000, dueOn: '2026-11-27' };
const terms: PromiseTerms = {
  running: { amountKopecks: 10_000, dueOn: '2026-11-27', takenAt: '2026-11-22T10:00:00Z' },
  offer: null,
  reasons: [],
  rules: { minKopecks: 5_000, maxKopecks: 30_000, termDays: 5, everyDays: 30 },
};

function bench(payer: Payer | null = { accountId: 'a1', kept: true }) {
  const file: MemoryFile<KeptPromise> = memoryFile<KeptPromise>();
  const who = { payer };
  const open = (): PromiseKeys =>
    createPromiseKeys({ file, service: 'embedded', payer: () => who.payer, log: quietLog });
  const keys: string[] = [];
  const ask =
    (code: ErrorCode | null) =>
    (key: string): Promise<Result<PromiseTerms>> => {
      keys.push(key);
      return Promise.resolve(code === null ? success(terms) : failed({ code }));
    };
  return { file, who, open, keys, ask };
}

test('the key is on disk before the request leaves, and gone when it was answered', async () => {
  const { file, open, ask, keys } = bench();
  const promises = open();
  await promises.take(wish, (key) => {
    expect(file.content).toMatchObject({ key, wanted: wish });
    return ask(null)(key);
  });
  expect(file.content).toBeNull();
  await promises.take(wish, ask(null));
  expect(new Set(keys).size).toBe(2);
});

test.each<[ErrorCode, boolean]>([
  ['service-timeout', true],
  ['service-unreachable', true],
  ['service-failed', true],
  ['service-answer-invalid', true],
  ['idempotency-key-running', true],
  ['session-locked', true],
  ['session-ended', true],
  ['promise-refused', false],
  ['promise-changed', false],
  ['contract-not-found', false],
  ['idempotency-key-reused', false],
])('%s: the same wish goes under the same key again, also after a restart: %s', async (code, same) => {
  const { open, ask, keys } = bench();
  const first = open();
  await first.take(wish, ask(code));
  await first.take(wish, ask(code));
  await open().take(wish, ask(null));
  expect(new Set(keys).size).toBe(same ? 1 : 3);
});

test('another wish, and another person, have keys of their own', async () => {
  const { open, ask, keys, who } = bench();
  const promises = open();
  await promises.take(wish, ask('service-timeout'));
  await promises.take({ ...wish, amountKopecks: 20_000 }, ask('service-timeout'));
  who.payer = { accountId: 'a2', kept: true };
  await promises.take({ ...wish, amountKopecks: 20_000 }, ask('service-timeout'));
  expect(new Set(keys).size).toBe(3);
});

test('nothing stays of a person who left, and nothing is written on somebody else’s computer', async () => {
  const { open, ask, file, who, keys } = bench();
  const promises = open();
  await promises.take(wish, ask('service-timeout'));
  promises.left();
  expect(file.content).toBeNull();
  who.payer = { accountId: 'a1', kept: false };
  await promises.take(wish, ask('service-timeout'));
  await promises.take(wish, ask('service-timeout'));
  expect(file.writes).toBe(1);
  expect(new Set(keys).size).toBe(2);
  who.payer = null;
  await promises.take(wish, ask('session-ended'));
});

test('a full disk does not stand in the way of a promise: it runs once whatever its key is', async () => {
  const { open, ask, file, keys } = bench();
  file.fail = new Error('full');
  const promises = open();
  await promises.take(wish, ask('service-timeout'));
  expect(await promises.take(wish, ask(null))).toEqual(success(terms));
  expect(new Set(keys).size).toBe(1);
});
