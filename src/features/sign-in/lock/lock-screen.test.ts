import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, field, press, prepareSignIn, submit } = await import('../../../testing/sign-in-mount.ts');
const { useSession } = await import('../../session/session.ts');
const { default: LockScreen } = await import('./lock-screen.vue');
enableAutoUnmount(afterEach);

type Locked = Extract<SessionStatus, { state: 'locked' }>;
const { unlock, signOut } = fake.bridge.session;
const signedIn: SessionStatus = {
  state: 'signed-in',
  computer: 'own',
  account: { id: '1', email: 'anna@example.ru', name: 'Anna Pavlova', contracts: [] },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
};

beforeEach(() => {
  unlock.mockReset().mockResolvedValue(success(signedIn));
  signOut.mockClear();
});

async function open(methods: Locked['methods'], more: Partial<Locked> = {}): Promise<VueWrapper> {
  await prepareSignIn(fake);
  fake.send('session.changed', {
    state: 'locked',
    email: 'anna@example.ru',
    name: 'Anna Pavlova',
    methods,
    because: 'asked',
    ...more,
  });
  return mount(LockScreen, { attachTo: document.body });
}

describe('the lock', () => {
  it('says whose account it is, and opens by the password', async () => {
    const wrapper = await open(['password']);
    expect(wrapper.text()).toContain('Anna Pavlova');
    expect(wrapper.text()).toContain('anna@example.ru');
    expect(document.activeElement).toBe(field(wrapper, 'Password').element);
    await submit(wrapper);
    expect(unlock).not.toHaveBeenCalled();
    await field(wrapper, 'Password').setValue('the right one');
    await submit(wrapper);
    expect(unlock).toHaveBeenCalledExactlyOnceWith({ password: 'the right one' });
    expect(useSession().status).toEqual(signedIn);
  });

  it('counts wrong passwords and waits; what was typed stays to be typed over', async () => {
    unlock.mockResolvedValue(failed({ code: 'password-wrong', triesLeft: 4 }));
    const wrapper = await open(['password']);
    await field(wrapper, 'Password').setValue('wrong one');
    await submit(wrapper);
    expect(wrapper.get('[role=alert]').text()).toContain(textsEn['password-wrong'].happened);
    expect(wrapper.get('[role=alert]').text()).toContain('4 tries left, then a wait of 30 seconds.');
    expect(field(wrapper, 'Password').attributes('aria-invalid')).toBe('true');
    unlock.mockResolvedValue(failed({ code: 'password-throttled', retryAfterMs: 30_000 }));
    await submit(wrapper);
    expect(wrapper.text()).toContain('You can try again in 0:30.');
    await submit(wrapper);
    expect(unlock).toHaveBeenCalledTimes(2);
  });

  it('opens by the system first where it can, and says when that was refused', async () => {
    unlock.mockResolvedValueOnce(failed({ code: 'unexpected' }));
    const wrapper = await open(['system', 'password']);
    expect(document.activeElement).toBe(button(wrapper, 'Unlock with Touch ID').element);
    await press(wrapper, 'Unlock with Touch ID');
    expect(unlock).toHaveBeenLastCalledWith({});
    expect(wrapper.get('[role=alert]').text()).toContain(textsEn.unexpected.happened);
    await press(wrapper, 'Unlock with Touch ID');
    expect(useSession().status.state).toBe('signed-in');
  });

  it('explains an account without a password, and lets one sign out', async () => {
    const wrapper = await open([], { name: null });
    expect(wrapper.find('input[type=password]').exists()).toBe(false);
    expect(wrapper.text()).toContain('has no password');
    expect(document.activeElement).toBe(button(wrapper, 'Sign out').element);
    await press(wrapper, 'Sign out');
    expect(signOut).toHaveBeenCalledOnce();
  });

  it('tells why it closed by itself', async () => {
    expect((await open(['password'], { because: 'idle' })).text()).toContain('You were away for a while');
  });
});
