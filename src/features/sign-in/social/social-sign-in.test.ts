import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import type { SignInOutcome } from '#protocol/ipc/state.ts';
import { profileFixture } from '../../../testing/overview.fixture.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, field, openDoor, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
const { doorStep } = await import('../layout/sign-in-step.ts');
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

const ways = (door: VueWrapper): string[] => door.findAll('[data-provider]').map((one) => one.text());

async function through(provider: 'vk' | 'ok' | 'facebook'): Promise<VueWrapper> {
  const door = await openDoor(fake);
  await door.get('input[value=shared]').setValue();
  await door.get(`[data-provider=${provider}]`).trigger('click');
  await page(door, 'Go on in your browser');
  return door;
}

async function answer(value: Answer): Promise<void> {
  answers.shift()?.(value);
  await flushPromises();
}

describe('the networks on the sign-in', () => {
  it('are those of the profile that are switched on, in its order, and absent when there are none', async () => {
    const door = await openDoor(fake);
    expect(ways(door)).toEqual(['VKontakte', 'Odnoklassniki', 'Facebook']);
    const [vk, ok, facebook] = profileFixture.identityProviders as [never, never, never];
    const publish = async (providers: readonly { id: string; enabled: boolean }[]): Promise<void> => {
      fake.bridge.profile.read.mockResolvedValue(success({ ...profileFixture, identityProviders: providers as never }));
      fake.send('data.changed', { topics: ['profile'], contractNumber: null });
      await flushPromises();
    };
    await publish([facebook, { ...(vk as { id: string }), enabled: false }, ok]);
    expect(ways(door)).toEqual(['Facebook', 'Odnoklassniki']);
    await publish([{ ...(vk as { id: string }), enabled: false }]);
    expect(ways(door)).toEqual([]);
    expect(door.text()).not.toContain('in your browser through');
  });

  it('wait for the choice of computer, say so, and lead to it', async () => {
    const door = await openDoor(fake);
    const vk = door.get('[data-provider=vk]');
    expect(vk.attributes('aria-disabled')).toBe('true');
    expect(door.get(`[id="${vk.attributes('aria-describedby')!}"]`).text()).toContain('First choose');
    await vk.trigger('click');
    expect(signInThrough).not.toHaveBeenCalled();
    expect((document.activeElement as HTMLInputElement).type).toBe('radio');
    await door.get('input[value=own]').setValue();
    expect(vk.attributes('aria-disabled')).toBeUndefined();
  });
});

describe('waiting for the browser', () => {
  it('asks once, with the computer chosen, and can open the page again', async () => {
    const door = await through('ok');
    expect(signInThrough).toHaveBeenCalledExactlyOnceWith({ provider: 'ok', computer: 'shared' });
    expect(door.text()).toContain('Waiting for Odnoklassniki');
    await press(door, 'Open the page once more');
    expect(showBrowser).toHaveBeenCalledOnce();
    showBrowser.mockResolvedValue(failed({ code: 'browser-not-opened' }));
    await press(door, 'Open the page once more');
    expect(door.get('[role=alert]').text()).toContain(textsEn['browser-not-opened'].happened);
  });

  it.each(['Cancel', 'Sign-in', 'Escape'])('is called off by %s, and a late answer changes nothing', async (how) => {
    const door = await through('vk');
    if (how === 'Escape') await escape();
    else await press(door, how);
    expect(door.get('h1').text()).toBe('Sign in');
    expect(cancelSignIn).toHaveBeenCalledOnce();
    await answer(success({ step: 'two-step', expiresInMs: 300_000 }));
    expect(doorStep.value.name).toBe('sign-in');
    expect(door.get<HTMLInputElement>('input[value=shared]').element.checked).toBe(true);
  });

  it.each([
    'provider-denied',
    'provider-unavailable',
    'provider-timeout',
    'provider-answer-invalid',
    'browser-not-opened',
    'service-unreachable',
  ] as const)('says %s, and goes on by another try or another way', async (code) => {
    const door = await through('vk');
    await answer(failed({ code }));
    expect(door.get('h1').text()).toBe('Signing in through VKontakte did not work');
    expect(door.get('[role=alert]').text()).toContain(textsEn[code].happened);
    await press(door, 'Try again');
    expect(signInThrough).toHaveBeenCalledTimes(2);
    expect(door.get('h1').text()).toBe('Go on in your browser');
    await answer(failed({ code }));
    await press(door, 'Another way to sign in');
    expect(door.get('h1').text()).toBe('Sign in');
    // Nothing waits any more, so there is nothing to call off.
    expect(cancelSignIn).not.toHaveBeenCalled();
  });

  it('stays busy until the account stands in its place', async () => {
    const door = await through('vk');
    await answer(success({ step: 'signed-in', status: { state: 'signed-out', because: null } }));
    expect(door.get('h1').text()).toBe('Go on in your browser');
  });
});

describe('an account with the network’s address', () => {
  async function link(): Promise<VueWrapper> {
    const door = await through('vk');
    await answer(success({ step: 'link', provider: 'vk', email: 'marina@example.ru' }));
    await page(door, 'An account with this address exists');
    return door;
  }

  it('is linked by its password', async () => {
    confirmLink.mockResolvedValue(success({ step: 'two-step', expiresInMs: 300_000 }));
    const door = await link();
    expect(door.text()).toContain('marina@example.ru');
    expect(door.text()).toContain('VKontakte');
    const password = field(door, 'Password of the account');
    expect(document.activeElement).toBe(password.element);
    await submit(door);
    expect(confirmLink).not.toHaveBeenCalled();
    expect(door.text()).toContain('Enter your password.');
    await password.setValue('right one');
    await submit(door);
    expect(confirmLink).toHaveBeenCalledExactlyOnceWith({ password: 'right one' });
    await page(door, 'One more step');
  });

  it('counts wrong passwords, then waits', async () => {
    const door = await link();
    await field(door, 'Password of the account').setValue('wrong one');
    await submit(door);
    expect(door.get('[role=alert]').text()).toContain('4 tries left, then a wait of 30 seconds.');
    expect(field(door, 'Password of the account').element.value).toBe('wrong one');
    confirmLink.mockResolvedValue(failed({ code: 'sign-in-throttled', retryAfterMs: 30_000 }));
    await submit(door);
    expect(door.text()).toContain('You can try again in 0:30.');
    expect(button(door, 'Link and sign in').attributes('aria-disabled')).toBe('true');
  });

  it('begins anew when the network’s answer is too old', async () => {
    confirmLink.mockResolvedValue(failed({ code: 'identity-ticket-expired' }));
    const door = await link();
    await field(door, 'Password of the account').setValue('right one');
    await submit(door);
    expect(door.get('[role=alert]').text()).toContain(textsEn['identity-ticket-expired'].happened);
    await press(door, 'Begin anew');
    expect(door.get('h1').text()).toBe('Sign in');
  });

  it('can have its password replaced instead', async () => {
    const door = await link();
    await press(door, 'Remind password');
    await page(door, 'A new password');
    expect(field(door, 'E-mail').element.value).toBe('marina@example.ru');
    expect(cancelSignIn).toHaveBeenCalledOnce();
  });
});
