import { expect, test, vi } from 'vitest';
import { success } from '#protocol/errors/problem.ts';
import { setUp } from '#tests/main/handlers.fixture.ts';

vi.mock('electron', () => ({}));

test('signing out cancels a sign-in in flight', async () => {
  const { ask, sessionManager, signIns } = setUp();
  await sessionManager.begin();
  expect(await ask('session.signOut')).toEqual(success({ state: 'signed-out', because: null }));
  expect(signIns.cancel).toHaveBeenCalledOnce();
});

test('staying restarts the idle time', async () => {
  const { ask, idle } = setUp();
  expect(await ask('session.stay')).toEqual(success(null));
  expect(idle.stay).toHaveBeenCalledTimes(1);
});

test('the lock that the person asks for is shown with its reason', async () => {
  const { ask, sessionManager } = setUp();
  await sessionManager.begin();
  const locked = success({ state: 'locked', because: 'asked' });
  expect(await ask('session.lock')).toMatchObject(locked);
  expect(await ask('session.status')).toMatchObject(locked);
});
