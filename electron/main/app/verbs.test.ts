import { expect, test, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { appHandlers } from './verbs.ts';

vi.mock('electron', () => ({ clipboard: { writeText: vi.fn() } }));

const handlersOf = (locked: boolean) => {
  const update = vi.fn((patch: object) => ({ language: 'sv', theme: 'system', lockAfter: 'never', ...patch }));
  const ports = { settings: { update }, locked: () => locked };
  return { update, handlers: appHandlers(ports as never) };
};

test('the lock setting cannot be changed while locked; other settings can', async () => {
  const { handlers, update } = handlersOf(true);
  expect(await handlers['settings.update']({ lockAfter: 'never' })).toEqual(failed({ code: 'session-locked' }));
  expect(update).not.toHaveBeenCalled();
  expect((await handlers['settings.update']({ language: 'ru' })).ok).toBe(true);
});

test('the lock setting can be changed while unlocked', async () => {
  const { handlers } = handlersOf(false);
  expect(await handlers['settings.update']({ lockAfter: '15' })).toEqual(
    success({ language: 'sv', theme: 'system', lockAfter: '15' }),
  );
});
