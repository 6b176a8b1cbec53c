import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import type { SignInOutcome } from '#protocol/ipc/state.ts';
import { profileFixture } from '../../../testing/overview.fixture.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, field, mountSignIn, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
const { signInStep } = await import('../layout/sign-in-step.ts');
enableAutoUnmount(afterEach);

const { signInThrough, cancelSignIn, showBrowser, confirmLink } = fake.bridge.session;
type Answer = Result<SignInOutcome>;
let answers: ((answer: Answer) => void)[] = [];

beforeEach(() => {
  answers = [];
  signInThrough.mockReset().mockImplementation(() => new Promise<Answer>((resolve) => answers.push(resolve)));
  cancelSignIn.mockClear();
  confirmLink.mockReset().mockResolvedValue(failed({ code: 'sign-in-failed', triesLeft: 4 }));
  showBrowser.mockReset().mockResolvedValue(success(null));
});

const ways = (screen: VueWrapper): string[] => screen.findAll('[data-provider]').map((one) => one.text());

async function through(provider: 'vk' | 'ok' | 'facebook'): Promise<VueWrapper> {
  const screen = await mountSignIn(fake);
  await screen.get('input[value=shared]').setValue();
  await screen.get(`[data-provider=${provider}]`).trigger('click');
  await page(screen, 'Go on in your browser');
  return screen;
}

async function answer(value: Answer): Promise<void> {
  answers.shift()?.(value);
  await flushPromises();
}

describe('the networks on the sign-in', () => {
  it('are those of the profile that are switched on, in its order, and absent when there are none', async () => {
    const screen = await mountSignIn(fake);
    expect(ways(screen)).toEqual(['VKontakte', 'Odnoklassniki', 'Facebook']);
    const [vk, ok, facebook] = profileFixture.identityProviders as [never, never, never];
    const publish = async (providers: readonly { id: string; enabled: boolean }[]): Promise<void> => {
      fake.bridge.profile.read.mockResolvedValue(success({ ...profileFixture, identityProviders: providers as never }));
      fake.send('data.changed', { topics: ['profile'], contractNumber: null });
      await flushPromises();
    };
    await publish([facebook, { ...(vk as { id: string }), enabled: false }, ok]);
    expect(ways(screen)).toEqual(['Facebook', 'Odnoklassniki']);
    await publish([{ ...(vk as { id: string }), enabled: false }]);
    expect(ways(screen)).toEqual([]);
    expect(screen.text()).not.toContain('in your browser through');
  });

  it('wait for the choice of computer, say so, and lead to it', async () => {
    const screen = await mountSignIn(fake);
    const vk = screen.get('[data-provider=vk]');
    expect(vk.attributes('aria-disabled')).toBe('true');
    expect(screen.get(`[id="${vk.attributes('aria-describedby')!}"]`).text()).toContain('First choose');
    await vk.trigger('click');
    expect(signInThrough).not.toHaveBeenCalled();
    expect((document.activeElement as HTMLInputElement).type).toBe('radio');
    await screen.get('input[value=own]').setValue();
    expect(vk.attributes('aria-disabled')).toBeUndefined();
  });
});

describe('waiting for the browser', () => {
  it('asks once, with the computer chosen, and can open the page again', async () => {
    const screen = await through('ok');
    expect(signInThrough).toHaveBeenCalledExactlyOnceWith({ provider: 'ok', computer: 'shared' });
    expect(screen.text()).toContain('Waiting for Odnoklassniki');
    await press(screen, 'Open the page once more');
    expect(showBrowser).toHaveBeenCalledOnce();
    showBrowser.mockResolvedValue(failed({ code: 'browser-not-opened' }));
    await press(screen, 'Open the page once more');
    expect(screen.get('[role=alert]').text()).toContain(textsEn['browser-not-opened'].happened);
  });

  it.each(['Cancel', 'Sign-in', 'Escape'])('is called off by %s, and a late answer changes nothing', async (how) => {
    const screen = await through('vk');
    if (how === 'Escape') await escape();
    else await press(screen, how);
    expect(screen.get('h1').text()).toBe('Sign in');
    expect(cancelSignIn).toHaveBeenCalledOnce();
    await answer(success({ step: 'two-step', expiresInMs: 300_000 }));
    expect(signInStep.value.name).toBe('sign-in');
    expect(screen.get<HTMLInputElement>('input[value=shared]').element.checked).toBe(true);
  });

  it.each([
    'provider-denied',
    'provider-unavailable',
    'provider-timeout',
    'provider-answer-invalid',
    'browser-not-opened',
    'service-unreachable',
  ] as const)('says %s, and goes on by another try or another way', async (code) => {
    const screen = await through('vk');
    await answer(failed({ code }));
    expect(screen.get('h1').text()).toBe('Signing in through VKontakte did not work');
    expect(screen.get('[role=alert]').text()).toContain(textsEn[code].happened);
    await press(screen, 'Try again');
    expect(signInThrough).toHaveBeenCalledTimes(2);
    expect(screen.get('h1').text()).toBe('Go on in your browser');
    await answer(failed({ code }));
    await press(screen, 'Another way to sign in');
    expect(screen.get('h1').text()).toBe('Sign in');
    // Nothing waits any more, so there is nothing to call off.
    expect(cancelSignIn).not.toHaveBeenCalled();
  });

  it('stays busy until the account stands in its place', async () => {
    const screen = await through('vk');
    await answer(success({ step: 'signed-in', status: { state: 'signed-out', because: null } }));
    expect(screen.get('h1').text()).toBe('Go on in your browser');
  });
});

describe('an account with the network’s address', () => {
  async function link(): Promise<VueWrapper> {
    const screen = await through('vk');
    await answer(success({ step: 'link', provider: 'vk', email: 'marina@example.ru' }));
    await page(screen, 'An account with this address exists');
    return screen;
  }

  it('is linked by its password', async () => {
    confirmLink.mockResolvedValue(success({ step: 'two-step', expiresInMs: 300_000 }));
    const screen = await link();
    expect(screen.text()).toContain('marina@example.ru');
    expect(screen.text()).toContain('VKontakte');
    const password = field(screen, 'Password of the account');
    expect(document.activeElement).toBe(password.element);
    await submit(screen);
    expect(confirmLink).not.toHaveBeenCalled();
    expect(screen.text()).toContain('Enter your password.');
    await password.setValue('right one');
    await submit(screen);
    expect(confirmLink).toHaveBeenCalledExactlyOnceWith({ password: 'right one' });
    await page(screen, 'One more step');
  });

  it('counts wrong passwords, then waits', async () => {
    const screen = await link();
    await field(screen, 'Password of the account').setValue('wrong one');
    await submit(screen);
    expect(screen.get('[role=alert]').text()).toContain('4 tries left, then a wait of 30 seconds.');
    expect(field(screen, 'Password of the account').element.value).toBe('wrong one');
    confirmLink.mockResolvedValue(failed({ code: 'sign-in-throttled', retryAfterMs: 30_000 }));
    await submit(screen);
    expect(screen.text()).toContain('You can try again in 0:30.');
    expect(button(screen, 'Link and sign in').attributes('aria-disabled')).toBe('true');
  });

  it('begins anew when the network’s answer is too old', async () => {
    confirmLink.mockResolvedValue(failed({ code: 'identity-ticket-expired' }));
    const screen = await link();
    await field(screen, 'Password of the account').setValue('right one');
    await submit(screen);
    expect(screen.get('[role=alert]').text()).toContain(textsEn['identity-ticket-expired'].happened);
    await press(screen, 'Begin anew');
    expect(screen.get('h1').text()).toBe('Sign in');
  });

  it('can have its password replaced instead', async () => {
    const screen = await link();
    await press(screen, 'Remind password');
    await page(screen, 'A new password');
    expect(field(screen, 'E-mail').element.value).toBe('marina@example.ru');
    expect(cancelSignIn).toHaveBeenCalledOnce();
  });
});
