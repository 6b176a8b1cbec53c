import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, field, openDoor, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
const { goTo } = await import('../layout/sign-in-step.ts');
enableAutoUnmount(afterEach);

const ask = fake.bridge.passwordReset.ask;
const soon = (delayed = false): { againInMs: number; delayed: boolean } => ({
  againInMs: 60_000,
  delayed,
});

beforeEach(() => {
  ask.mockReset().mockImplementation(() => Promise.resolve(success(soon())));
  fake.bridge.registration.letter.mockReset().mockImplementation(() => Promise.resolve(success(soon())));
  fake.bridge.demo.subscribers.mockReset().mockResolvedValue(failed({ code: 'not-found' }));
  fake.openLink.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

async function waitForLetter(purpose: 'registration' | 'password-reset', delayed = false): Promise<VueWrapper> {
  const door = await openDoor(fake);
  vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
  await goTo({ name: 'check-mail', purpose, email: 'anna@example.ru', letter: soon(delayed) });
  await flushPromises();
  return door;
}

describe('"Remind password"', () => {
  it('begins with the address of the sign-in and says the same whatever it is', async () => {
    const door = await openDoor(fake);
    await field(door, 'E-mail').setValue('anna@example.ru');
    await press(door, 'Remind password');
    await page(door, 'A new password');
    expect(field(door, 'E-mail').element.value).toBe('anna@example.ru');
    expect(document.activeElement).toBe(field(door, 'E-mail').element);
    await submit(door);
    await page(door, 'Check your mail');
    expect(ask).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    expect(door.text()).toContain('It is good for 20 minutes.');
    expect(door.text()).toContain('only if this address has an account');
  });

  it('asks for an address that can be one', async () => {
    const door = await openDoor(fake);
    await press(door, 'Remind password');
    await page(door, 'A new password');
    await field(door, 'E-mail').setValue('anna');
    await submit(door);
    expect(door.text()).toContain('An e-mail looks like');
    expect(ask).not.toHaveBeenCalled();
  });

  it('waits for a line that is down with the address typed', async () => {
    const door = await openDoor(fake);
    await press(door, 'Remind password');
    await page(door, 'A new password');
    await field(door, 'E-mail').setValue('anna@example.ru');
    fake.send('connection.changed', { state: 'down', code: 'service-unreachable', since: '2026-11-22T12:00:00Z' });
    await flushPromises();
    expect(door.text()).toContain(textsEn['service-unreachable'].happened);
    await submit(door);
    expect(ask).not.toHaveBeenCalled();
    fake.send('connection.changed', { state: 'up' });
    await submit(door);
    expect(ask).toHaveBeenCalledOnce();
  });
});

describe('waiting for the letter', () => {
  it('offers another one when the time has come, and counts anew', async () => {
    const door = await waitForLetter('registration');
    expect(door.text()).toContain('It is good for 24 hours.');
    expect(door.text()).toContain('You can ask for another letter in 1:00.');
    await press(door, 'Send another letter');
    expect(fake.bridge.registration.letter).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(door.text()).toContain('in 0:40.');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(button(door, 'Send another letter').attributes('aria-disabled')).toBeUndefined();
    await press(door, 'Send another letter');
    expect(fake.bridge.registration.letter).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    expect(door.text()).toContain('Another letter is on its way.');
    expect(door.text()).toContain('You can ask for another letter in 1:00.');
  });

  it('says that a letter is late when the mail server is down', async () => {
    const door = await waitForLetter('registration', true);
    expect(door.text()).toContain('The letter is a little late.');
    await vi.advanceTimersByTimeAsync(60_000);
    await press(door, 'Send another letter');
    expect(door.text()).not.toContain('The letter is a little late.');
  });

  it('opens the demo’s mailbox in demo mode alone', async () => {
    const door = await waitForLetter('registration');
    expect(door.text()).not.toContain('demo mailbox');
    door.unmount();
    fake.bridge.demo.subscribers.mockResolvedValue(success({ subscribers: [], spareContract: null }));
    const demo = await waitForLetter('registration');
    await press(demo, 'Open the demo mailbox');
    expect(fake.openLink).toHaveBeenCalledExactlyOnceWith({ target: 'demo-mailbox' });
  });

  it('keeps the way on after a refusal, and waits as long as it was told to', async () => {
    const door = await waitForLetter('password-reset');
    await vi.advanceTimersByTimeAsync(60_000);
    ask.mockResolvedValue(failed({ code: 'too-many-requests', retryAfterMs: 30_000 }));
    await press(door, 'Send another letter');
    expect(door.get('[role=alert]').text()).toContain(textsEn['too-many-requests'].happened);
    expect(door.text()).toContain('You can try again in 0:30.');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(button(door, 'Send another letter').attributes('aria-disabled')).toBeUndefined();
  });

  it('leads back to the address on Escape', async () => {
    const door = await waitForLetter('password-reset');
    await escape();
    expect(door.get('h1').text()).toBe('A new password');
    await escape();
    expect(door.get('h1').text()).toBe('Sign in');
  });
});
