import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { escape, field, openDoor, page, press, submit } = await import('../../../testing/sign-in-mount.ts');
enableAutoUnmount(afterEach);

const begin = fake.bridge.registration.begin;
const address = 'anna@example.ru';
const letter = { againInMs: 60_000, delayed: false };

async function open(): Promise<VueWrapper> {
  const door = await openDoor(fake);
  await press(door, 'Register');
  await page(door, 'Register');
  return door;
}

async function fill(door: VueWrapper, password = 'a long enough one', again = password): Promise<void> {
  await field(door, 'E-mail').setValue(` ${address} `);
  await field(door, 'Password').setValue(password);
  await field(door, 'The same password again').setValue(again);
}

beforeEach(() => {
  begin.mockReset().mockResolvedValue(success(letter));
});

describe('the registration', () => {
  it('sends the address, the password once and no consent unless it was given', async () => {
    const door = await open();
    const tick = door.get<HTMLInputElement>('input[type=checkbox]');
    expect(tick.element.checked).toBe(false);
    expect(door.text()).toContain('I agree to messages about promotions and new channels');
    expect(door.text()).toContain('At least 8 characters.');
    await fill(door);
    await submit(door);
    await page(door, 'Check your mail');
    expect(begin).toHaveBeenCalledExactlyOnceWith({
      email: address,
      password: 'a long enough one',
      advertisingConsent: false,
    });
    expect(door.text()).toContain(address);
  });

  it('sends the consent when it was given', async () => {
    const door = await open();
    await fill(door);
    await door.get('input[type=checkbox]').setValue(true);
    await submit(door);
    expect(begin).toHaveBeenCalledWith(expect.objectContaining({ advertisingConsent: true }));
  });

  it('says in place what is missing, and the keyboard goes to the first of it', async () => {
    const door = await open();
    await submit(door);
    expect(begin).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field(door, 'E-mail').element);
    for (const words of ['Enter your e-mail.', 'Think of a password.']) expect(door.text()).toContain(words);
    await fill(door, 'seven c', 'other');
    await submit(door);
    expect(begin).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field(door, 'Password').element);
    expect(door.text()).toContain('it takes at least 8 characters');
    expect(door.text()).toContain('The two passwords are not the same.');
    await fill(door, 'nine char');
    expect(door.text()).not.toContain('at least 8 characters.');
    expect(door.text()).not.toContain('not the same');
  });

  it('counts characters, not the units that some take two of', async () => {
    const door = await open();
    await fill(door, '🦊🦊🦊🦊');
    await submit(door);
    expect(begin).not.toHaveBeenCalled();
    await fill(door, '🦊'.repeat(128));
    await submit(door);
    expect(begin).toHaveBeenCalledOnce();
  });

  it('says at the password that the service finds it too common, until it is another', async () => {
    begin.mockResolvedValue(failed({ code: 'password-too-common' }));
    const door = await open();
    await fill(door, 'password1');
    await submit(door);
    expect(door.text()).toContain('Very many people use this password');
    expect(door.find('[role=alert]').exists()).toBe(false);
    expect(document.activeElement).toBe(field(door, 'Password').element);
    await fill(door, 'password1 and more');
    expect(door.text()).not.toContain('Very many people');
  });

  it('keeps everything on a failure', async () => {
    begin.mockResolvedValue(failed({ code: 'service-timeout' }));
    const door = await open();
    await fill(door);
    await submit(door);
    expect(door.get('[role=alert]').text()).toContain(textsEn['service-timeout'].happened);
    expect(field(door, 'E-mail').element.value).toContain(address);
    expect(field(door, 'Password').element.value).toBe('a long enough one');
  });

  it('goes back on Escape; address and consent are there on the way forth, no password is', async () => {
    const door = await open();
    await fill(door);
    await door.get('input[type=checkbox]').setValue(true);
    await escape();
    await page(door, 'Sign in');
    expect(field(door, 'E-mail').element.value).toContain(address);
    await press(door, 'Register');
    await page(door, 'Register');
    expect(field(door, 'E-mail').element.value).toContain(address);
    expect(door.get<HTMLInputElement>('input[type=checkbox]').element.checked).toBe(true);
    expect(field(door, 'Password').element.value).toBe('');
    expect(document.activeElement).toBe(field(door, 'Password').element);
  });

  it('comes back from the letter with what was typed when the address was wrong', async () => {
    const door = await open();
    await fill(door);
    await submit(door);
    await page(door, 'Check your mail');
    await press(door, 'Wrong address?');
    await page(door, 'Register');
    expect(field(door, 'E-mail').element.value).toContain(address);
    expect(field(door, 'Password').element.value).toBe('');
  });
});
