import { expect, test } from 'vitest';
import { createPendingSignIns, type PendingSignIn } from './pending-sign-in.ts';
import { fakeTime } from '#tests/main/session.fixture.ts';

const code: PendingSignIn = { step: 'two-step', challenge: 'c1', computer: 'own', hasPassword: true };
const link: PendingSignIn = { step: 'link', ticket: 't1', provider: 'vk', computer: 'shared' };

test('one waits at a time, and answers to its own step alone', () => {
  const pending = createPendingSignIns({ later: fakeTime().later });
  expect(pending.waiting('two-step')).toBeNull();
  pending.hold(code);
  expect(pending.waiting('two-step')).toBe(code);
  expect(pending.waiting('link')).toBeNull();
  pending.hold(link);
  expect(pending.waiting('two-step')).toBeNull();
  expect(pending.waiting('link')).toBe(link);
  pending.forget();
  expect(pending.waiting('link')).toBeNull();
});

test('it is forgotten when its life is over; the life of an earlier one ends nothing', () => {
  const time = fakeTime();
  const pending = createPendingSignIns({ later: time.later });
  pending.hold(code);
  pending.limit(code, 1_000);
  pending.hold(link);
  pending.limit(code, 10);
  time.pass(2_000);
  expect(pending.waiting('link')).toBe(link);
  pending.limit(link, 1_000);
  time.pass(999);
  expect(pending.waiting('link')).toBe(link);
  time.pass(1);
  expect(pending.waiting('link')).toBeNull();
});
