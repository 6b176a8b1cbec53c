import { expect, test, vi } from 'vitest';
import type { LinkedCards } from '#protocol/api/payments.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { paymentHooks } from './verbs.ts';

const card: LinkedCards['cards'][number] = {
  id: 'card-1',
  mask: '•• 0004',
  brand: 'МИР',
  expires: '2027-05',
  linkedAt: '2026-11-22T10:00:00Z',
};

/** The unlink hook over a service that keeps or drops the card and whose answer is lost. */
function unlink(
  state: () => Result<LinkedCards>,
  code: 'service-unreachable' | 'service-timeout',
): Promise<Result<LinkedCards>> {
  const hooks = paymentHooks({
    payments: { rememberPayee: vi.fn() },
    call: (() => Promise.resolve(state())) as never,
    sessionId: () => 'session-1',
    sleep: () => Promise.resolve(),
  });
  return hooks['cards.unlink']!({ cardId: card.id }, () => Promise.resolve(failed({ code })));
}

test('a card whose removal got no answer is gone when the service no longer lists it', async () => {
  expect(await unlink(() => success({ cards: [] }), 'service-unreachable')).toEqual(success({ cards: [] }));
});

test('a card that is still listed was not removed', async () => {
  expect(await unlink(() => success({ cards: [card] }), 'service-unreachable')).toEqual(
    failed({ code: 'service-unreachable' }),
  );
});

test.each([
  [
    'the state cannot be read',
    (): Result<LinkedCards> => failed({ code: 'service-unreachable' }),
    'service-unreachable',
  ],
  ['the service may still be at work', (): Result<LinkedCards> => success({ cards: [card] }), 'service-timeout'],
] as const)('the outcome is unknown while %s', async (_why, state, code) => {
  expect(await unlink(state, code)).toEqual(failed({ code: 'outcome-unknown' }));
});
