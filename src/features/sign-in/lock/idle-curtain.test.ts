import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, press, prepareSignIn } = await import('../../../testing/sign-in-mount.ts');
const { default: IdleCurtain } = await import('./idle-curtain.vue');
enableAutoUnmount(afterEach);

const { stay } = fake.bridge.session;

beforeEach(async () => {
  stay.mockClear();
  await prepareSignIn(fake);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the curtain', () => {
  it('counts down for the eye each second, for the ear now and then', async () => {
    const wrapper = mount(IdleCurtain, { props: { endsInMs: 59_000 }, attachTo: document.body });
    const told = new Set<string>();
    expect(wrapper.text()).toContain('Signed out in 59 seconds.');
    for (let second = 0; second < 58; second += 1) {
      told.add(wrapper.get('[role=status]').text());
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(wrapper.text()).toContain('Signed out in 1 second.');
    expect([...told]).toEqual([60, 45, 30, 15, 5].map((n) => `Signed out in ${n} seconds.`));
  });

  it('begins anew when main says so', async () => {
    const wrapper = mount(IdleCurtain, { props: { endsInMs: 10_000 } });
    await wrapper.setProps({ endsInMs: 60_000 });
    expect(wrapper.text()).toContain('Signed out in 60 seconds.');
  });

  it.each(['I am here', 'Escape'])('lifts by %s, on which the keyboard stands', async (how) => {
    const wrapper = mount(IdleCurtain, { props: { endsInMs: 59_000 }, attachTo: document.body });
    expect(document.activeElement).toBe(button(wrapper, 'I am here').element);
    if (how === 'Escape') await escape();
    else await press(wrapper, how);
    expect(stay).toHaveBeenCalledOnce();
  });

  it('gives the keyboard back to where it was', async () => {
    const input = document.body.appendChild(document.createElement('input'));
    input.focus();
    const wrapper = mount(IdleCurtain, { props: { endsInMs: 59_000 }, attachTo: document.body });
    expect(document.activeElement).not.toBe(input);
    wrapper.unmount();
    await vi.advanceTimersByTimeAsync(0);
    expect(document.activeElement).toBe(input);
    input.remove();
  });
});
