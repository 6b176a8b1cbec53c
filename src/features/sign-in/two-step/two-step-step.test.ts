import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { escape, field, mountSignIn, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
enableAutoUnmount(afterEach);

const { signIn, confirmTwoStep, cancelSignIn } = fake.bridge.session;

beforeEach(() => {
  signIn.mockReset().mockImplementation(() => {
    return Promise.resolve(success({ step: 'two-step', expiresInMs: 4 * 60_000 }));
  });
  confirmTwoStep.mockReset().mockResolvedValue(failed({ code: 'two-step-failed', triesLeft: 3 }));
  cancelSignIn.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Signs in with a right password at an account that asks for a second step. */
async function open(): Promise<VueWrapper> {
  const screen = await mountSignIn(fake);
  vi.useFakeTimers();
  await field(screen, 'E-mail').setValue('anna@example.ru');
  await field(screen, 'Password').setValue('the right one');
  await screen.get('input[value=own]').setValue();
  await submit(screen);
  await flushPromises();
  expect(screen.get('h1').text()).toBe('One more step');
  return screen;
}

describe('the second step', () => {
  it('takes a pasted code with blanks, and sends it as soon as it is whole', async () => {
    confirmTwoStep.mockResolvedValue(success({ step: 'signed-in', status: { state: 'signed-out', because: null } }));
    const screen = await open();
    const code = field(screen, 'Code from the app');
    expect(code.attributes('autocomplete')).toBe('one-time-code');
    expect(code.attributes('inputmode')).toBe('numeric');
    expect(document.activeElement).toBe(code.element);
    await code.setValue(' 123 4');
    expect(code.element.value).toBe('1234');
    expect(confirmTwoStep).not.toHaveBeenCalled();
    await code.setValue(' 123 456 ');
    await flushPromises();
    expect(confirmTwoStep).toHaveBeenCalledExactlyOnceWith({ code: '123456' });
    expect(code.element.value).toBe('');
  });

  it('asks for six digits before it sends any', async () => {
    const screen = await open();
    await field(screen, 'Code from the app').setValue('12345');
    await submit(screen);
    expect(confirmTwoStep).not.toHaveBeenCalled();
    expect(screen.text()).toContain('The code has six digits.');
  });

  it('says how many tries are left, and how long', async () => {
    const screen = await open();
    await field(screen, 'Code from the app').setValue('000000');
    await submit(screen);
    const note = screen.get('[role=alert]').text();
    expect(note).toContain(textsEn['two-step-failed'].happened);
    expect(note).toContain('3 tries left.');
    expect(field(screen, 'Code from the app').attributes('aria-invalid')).toBe('true');
    expect(screen.text()).toContain('Time left: 4:00');
    await vi.advanceTimersByTimeAsync(61_000);
    expect(screen.text()).toContain('Time left: 2:59');
  });

  it('takes a recovery code as it is written, and leads back to the app’s', async () => {
    const screen = await open();
    await press(screen, 'Phone not at hand? Use a recovery code');
    const recovery = field(screen, 'Recovery code');
    expect(document.activeElement).toBe(recovery.element);
    await submit(screen);
    expect(screen.text()).toContain('Type a recovery code.');
    await recovery.setValue(' abcd-EFGH 1234 ');
    await submit(screen);
    expect(confirmTwoStep).toHaveBeenCalledExactlyOnceWith({ code: 'abcd-EFGH 1234' });
    expect(recovery.element.value).toContain('abcd-EFGH 1234');
    await press(screen, 'Use the code from the app');
    expect(document.activeElement).toBe(field(screen, 'Code from the app').element);
  });

  it.each([
    ['the service says that it is over', { code: 'two-step-expired' as const }],
    ['no try is left', { code: 'two-step-failed' as const, triesLeft: 0 }],
  ])('begins anew when %s', async (_when, failure) => {
    confirmTwoStep.mockResolvedValue(failed(failure));
    const screen = await open();
    await field(screen, 'Code from the app').setValue('000000');
    await submit(screen);
    expect(screen.get('[role=alert]').text()).toContain(textsEn['two-step-expired'].happened);
    await press(screen, 'Sign in again');
    await page(screen, 'Sign in');
    expect(field(screen, 'E-mail').element.value).toBe('anna@example.ru');
    expect(field(screen, 'Password').element.value).toBe('');
  });

  it('begins anew when the time is over', async () => {
    const screen = await open();
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(screen.get('[role=alert]').text()).toContain(textsEn['two-step-expired'].happened);
    expect(screen.find('form').exists()).toBe(false);
  });

  it('is called off on Escape', async () => {
    const screen = await open();
    await escape();
    expect(screen.get('h1').text()).toBe('Sign in');
    expect(cancelSignIn).toHaveBeenCalledOnce();
  });
});
