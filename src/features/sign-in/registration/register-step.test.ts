import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { escape, field, mountSignIn, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
enableAutoUnmount(afterEach);

const begin = fake.bridge.registration.create;
const address = 'anna@example.ru';
const mailSent = { againInMs: 60_000, delayed: false };

async function open(): Promise<VueWrapper> {
  const screen = await mountSignIn(fake);
  await press(screen, 'Register');
  await page(screen, 'Register');
  return screen;
}

async function fill(screen: VueWrapper, password = 'a long enough one', again = password): Promise<void> {
  await field(screen, 'E-mail').setValue(` ${address} `);
  await field(screen, 'Password').setValue(password);
  await field(screen, 'The same password again').setValue(again);
}

beforeEach(() => {
  begin.mockReset().mockResolvedValue(success(mailSent));
});

describe('the registration', () => {
  it('sends the address, the password once and no consent unless it was given', async () => {
    const screen = await open();
    const tick = screen.get<HTMLInputElement>('input[type=checkbox]');
    expect(tick.element.checked).toBe(false);
    expect(screen.text()).toContain('I agree to messages about promotions and new channels');
    expect(screen.text()).toContain('At least 8 characters.');
    await fill(screen);
    await submit(screen);
    await page(screen, 'Check your mail');
    expect(begin).toHaveBeenCalledExactlyOnceWith({
      email: address,
      password: 'a long enough one',
      advertisingConsent: false,
    });
    expect(screen.text()).toContain(address);
  });

  it('sends the consent when it was given', async () => {
    const screen = await open();
    await fill(screen);
    await screen.get('input[type=checkbox]').setValue(true);
    await submit(screen);
    expect(begin).toHaveBeenCalledWith(expect.objectContaining({ advertisingConsent: true }));
  });

  it('says in place what is missing, and the keyboard goes to the first of it', async () => {
    const screen = await open();
    await submit(screen);
    expect(begin).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field(screen, 'E-mail').element);
    for (const words of ['Enter your e-mail.', 'Think of a password.']) expect(screen.text()).toContain(words);
    await fill(screen, 'seven c', 'other');
    await submit(screen);
    expect(begin).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field(screen, 'Password').element);
    expect(screen.text()).toContain('it takes at least 8 characters');
    expect(screen.text()).toContain('The two passwords are not the same.');
    await fill(screen, 'nine char');
    expect(screen.text()).not.toContain('at least 8 characters.');
    expect(screen.text()).not.toContain('not the same');
  });

  it('counts characters, not the units that some take two of', async () => {
    const screen = await open();
    await fill(screen, '🦊🦊🦊🦊');
    await submit(screen);
    expect(begin).not.toHaveBeenCalled();
    await fill(screen, '🦊'.repeat(128));
    await submit(screen);
    expect(begin).toHaveBeenCalledOnce();
  });

  it('says at the password that the service finds it too common, until it is another', async () => {
    begin.mockResolvedValue(failed({ code: 'password-too-common' }));
    const screen = await open();
    await fill(screen, 'password1');
    await submit(screen);
    expect(screen.text()).toContain('Very many people use this password');
    expect(screen.find('[role=alert]').exists()).toBe(false);
    expect(document.activeElement).toBe(field(screen, 'Password').element);
    await fill(screen, 'password1 and more');
    expect(screen.text()).not.toContain('Very many people');
  });

  it('keeps everything on a failure', async () => {
    begin.mockResolvedValue(failed({ code: 'service-timeout' }));
    const screen = await open();
    await fill(screen);
    await submit(screen);
    expect(screen.get('[role=alert]').text()).toContain(textsEn['service-timeout'].happened);
    expect(field(screen, 'E-mail').element.value).toContain(address);
    expect(field(screen, 'Password').element.value).toBe('a long enough one');
  });

  it('goes back on Escape; address and consent are there on the way forth, no password is', async () => {
    const screen = await open();
    await fill(screen);
    await screen.get('input[type=checkbox]').setValue(true);
    await escape();
    await page(screen, 'Sign in');
    expect(field(screen, 'E-mail').element.value).toContain(address);
    await press(screen, 'Register');
    await page(screen, 'Register');
    expect(field(screen, 'E-mail').element.value).toContain(address);
    expect(screen.get<HTMLInputElement>('input[type=checkbox]').element.checked).toBe(true);
    expect(field(screen, 'Password').element.value).toBe('');
    expect(document.activeElement).toBe(field(screen, 'Password').element);
  });

  it('comes back from the letter with what was typed when the address was wrong', async () => {
    const screen = await open();
    await fill(screen);
    await submit(screen);
    await page(screen, 'Check your mail');
    await press(screen, 'Wrong address?');
    await page(screen, 'Register');
    expect(field(screen, 'E-mail').element.value).toContain(address);
    expect(field(screen, 'Password').element.value).toBe('');
  });
});
