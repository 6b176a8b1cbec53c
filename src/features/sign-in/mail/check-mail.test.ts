import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, field, mountSignIn, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
const { goTo } = await import('../layout/sign-in-step.ts');
enableAutoUnmount(afterEach);

const ask = fake.bridge.passwordReset.create;
const soon = (delayed = false): { againInMs: number; delayed: boolean } => ({
  againInMs: 60_000,
  delayed,
});

beforeEach(() => {
  ask.mockReset().mockImplementation(() => Promise.resolve(success(soon())));
  fake.bridge.registration.resendMail.mockReset().mockImplementation(() => Promise.resolve(success(soon())));
  fake.bridge.demo.subscribers.mockReset().mockResolvedValue(failed({ code: 'not-found' }));
  fake.openLink.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

async function waitForMail(purpose: 'registration' | 'password-reset', delayed = false): Promise<VueWrapper> {
  const screen = await mountSignIn(fake);
  vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
  await goTo({ name: 'check-mail', purpose, email: 'anna@example.ru', mail: soon(delayed) });
  await flushPromises();
  return screen;
}

describe('"Remind password"', () => {
  it('begins with the address of the sign-in and says the same whatever it is', async () => {
    const screen = await mountSignIn(fake);
    await field(screen, 'E-mail').setValue('anna@example.ru');
    await press(screen, 'Remind password');
    await page(screen, 'A new password');
    expect(field(screen, 'E-mail').element.value).toBe('anna@example.ru');
    expect(document.activeElement).toBe(field(screen, 'E-mail').element);
    await submit(screen);
    await page(screen, 'Check your mail');
    expect(ask).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    expect(screen.text()).toContain('It is good for 20 minutes.');
    expect(screen.text()).toContain('only if this address has an account');
  });

  it('asks for an address that can be one', async () => {
    const screen = await mountSignIn(fake);
    await press(screen, 'Remind password');
    await page(screen, 'A new password');
    await field(screen, 'E-mail').setValue('anna');
    await submit(screen);
    expect(screen.text()).toContain('An e-mail looks like');
    expect(ask).not.toHaveBeenCalled();
  });

  it('waits for a line that is down with the address typed', async () => {
    const screen = await mountSignIn(fake);
    await press(screen, 'Remind password');
    await page(screen, 'A new password');
    await field(screen, 'E-mail').setValue('anna@example.ru');
    fake.send('connection.changed', { state: 'down', code: 'service-unreachable', since: '2026-11-22T12:00:00Z' });
    await flushPromises();
    expect(screen.text()).toContain(textsEn['service-unreachable'].happened);
    await submit(screen);
    expect(ask).not.toHaveBeenCalled();
    fake.send('connection.changed', { state: 'up' });
    await submit(screen);
    expect(ask).toHaveBeenCalledOnce();
  });
});

describe('waiting for the letter', () => {
  it('offers another one when the time has come, and counts anew', async () => {
    const screen = await waitForMail('registration');
    expect(screen.text()).toContain('It is good for 24 hours.');
    expect(screen.text()).toContain('You can ask for another letter in 1:00.');
    await press(screen, 'Send another letter');
    expect(fake.bridge.registration.resendMail).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(screen.text()).toContain('in 0:40.');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(button(screen, 'Send another letter').attributes('aria-disabled')).toBeUndefined();
    await press(screen, 'Send another letter');
    expect(fake.bridge.registration.resendMail).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    expect(screen.text()).toContain('Another letter is on its way.');
    expect(screen.text()).toContain('You can ask for another letter in 1:00.');
  });

  it('says that a letter is late when the mail server is down', async () => {
    const screen = await waitForMail('registration', true);
    expect(screen.text()).toContain('The letter is a little late.');
    await vi.advanceTimersByTimeAsync(60_000);
    await press(screen, 'Send another letter');
    expect(screen.text()).not.toContain('The letter is a little late.');
  });

  it('opens the demo’s mailbox in demo mode alone', async () => {
    const screen = await waitForMail('registration');
    expect(screen.text()).not.toContain('demo mailbox');
    screen.unmount();
    fake.bridge.demo.subscribers.mockResolvedValue(success({ subscribers: [], spareContract: null }));
    const demo = await waitForMail('registration');
    await press(demo, 'Open the demo mailbox');
    expect(fake.openLink).toHaveBeenCalledExactlyOnceWith({ target: 'demo-mailbox' });
  });

  it('keeps the way on after a refusal, and waits as long as it was told to', async () => {
    const screen = await waitForMail('password-reset');
    await vi.advanceTimersByTimeAsync(60_000);
    ask.mockResolvedValue(failed({ code: 'too-many-requests', retryAfterMs: 30_000 }));
    await press(screen, 'Send another letter');
    expect(screen.get('[role=alert]').text()).toContain(textsEn['too-many-requests'].happened);
    expect(screen.text()).toContain('You can try again in 0:30.');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(button(screen, 'Send another letter').attributes('aria-disabled')).toBeUndefined();
  });

  it('leads back to the address on Escape', async () => {
    const screen = await waitForMail('password-reset');
    await escape();
    expect(screen.get('h1').text()).toBe('A new password');
    await escape();
    expect(screen.get('h1').text()).toBe('Sign in');
  });
});
