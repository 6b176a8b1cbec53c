import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import type { LinkForm, SessionStatus } from '#protocol/ipc/state.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { button, escape, field, press, prepareSignIn, submit } = await import('../../../testing/sign-in-mount.ts');
const { signInStep } = await import('../layout/sign-in-step.ts');
const { draftEmail } = await import('../layout/drafts.ts');
const { accountShown, askForm, leaveForm, openedForm } = await import('./opened-form.ts');
const { wantedScreen } = await import('../../../app/wanted-screen.ts');
const { default: LinkFormScreen } = await import('./link-form-screen.vue');
enableAutoUnmount(afterEach);

const { registration, passwordReset, accounts, linkForms } = fake.bridge;
const mailSent = { againInMs: 60_000, delayed: false };
const signedIn: SessionStatus = {
  state: 'signed-in',
  computer: 'own',
  account: { id: '1', email: 'anna@example.ru', name: 'Anna', contracts: [] },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
};

beforeEach(async () => {
  registration.confirm.mockReset().mockResolvedValue(success({ step: 'signed-in', status: signedIn }));
  registration.resendMail.mockReset().mockResolvedValue(success(mailSent));
  passwordReset.complete.mockReset().mockResolvedValue(success(null));
  passwordReset.create.mockReset().mockResolvedValue(success(mailSent));
  accounts.confirmEmail.mockReset().mockResolvedValue(success(null));
  await prepareSignIn(fake);
  leaveForm();
  accountShown(null);
  linkForms.close.mockClear();
  wantedScreen.value = null;
});

/** A link from a letter was followed: main says which form it opens. */
function open(form: LinkForm): VueWrapper {
  fake.send('linkForms.opened', form);
  return mount(LinkFormScreen, { props: { form }, attachTo: document.body });
}

describe('a form that a link opened', () => {
  it('is known from a link that started the program, and from one that came later', async () => {
    linkForms.current.mockResolvedValueOnce(success('reset-password'));
    await askForm();
    expect(openedForm.value).toBe('reset-password');
    fake.send('linkForms.opened', 'confirm-email');
    expect(openedForm.value).toBe('confirm-email');
  });

  it.each([
    ['confirm-registration', 'Not now'],
    ['reset-password', 'Not now'],
    ['confirm-email', 'Not now'],
    ['confirm-email', 'Escape'],
  ] as const)('%s does nothing by itself and goes away by %s; main forgets its token', async (form, how) => {
    const wrapper = open(form);
    if (how === 'Escape') await escape();
    else await press(wrapper, how);
    expect(openedForm.value).toBeNull();
    expect(linkForms.close).toHaveBeenCalledOnce();
    for (const verb of [registration.confirm, passwordReset.complete, accounts.confirmEmail]) {
      expect(verb).not.toHaveBeenCalled();
    }
  });
});

describe('confirming a registration', () => {
  it('asks for the password once more and whose computer this is, and stays until the account stands', async () => {
    const wrapper = open('confirm-registration');
    expect(document.activeElement).toBe(field(wrapper, 'Your password').element);
    expect(button(wrapper, 'Confirm and sign in').attributes('aria-disabled')).toBe('true');
    await field(wrapper, 'Your password').setValue('a long enough one');
    await submit(wrapper);
    expect(registration.confirm).not.toHaveBeenCalled();
    expect((document.activeElement as HTMLInputElement).type).toBe('radio');
    await wrapper.get('input[value=own]').setValue();
    await submit(wrapper);
    expect(registration.confirm).toHaveBeenCalledExactlyOnceWith({ password: 'a long enough one', computer: 'own' });
    expect(field(wrapper, 'Your password').element.value).toBe('');
    expect(openedForm.value).toBe('confirm-registration');
    accountShown('2');
    expect(openedForm.value).toBe('confirm-registration');
    accountShown('1');
    expect(openedForm.value).toBeNull();
  });

  it('goes at once when main’s word of the session was faster than the answer, and the account stands', async () => {
    const wrapper = open('confirm-registration');
    await field(wrapper, 'Your password').setValue('a long enough one');
    await wrapper.get('input[value=own]').setValue();
    accountShown('1');
    expect(openedForm.value).toBe('confirm-registration');
    await submit(wrapper);
    expect(openedForm.value).toBeNull();
  });

  it('keeps all but a wrong password’s right to be typed over', async () => {
    registration.confirm.mockResolvedValue(failed({ code: 'sign-in-failed', triesLeft: 4 }));
    const wrapper = open('confirm-registration');
    await field(wrapper, 'Your password').setValue('wrong one');
    await wrapper.get('input[value=shared]').setValue();
    await submit(wrapper);
    expect(wrapper.get('[role=alert]').text()).toContain('4 tries left');
    expect(field(wrapper, 'Your password').element.value).toBe('wrong one');
    expect(wrapper.get<HTMLInputElement>('input[value=shared]').element.checked).toBe(true);
    accountShown('1');
    expect(openedForm.value).toBe('confirm-registration');
  });

  it('opens the two-step step when the account asks for it', async () => {
    registration.confirm.mockResolvedValue(success({ step: 'two-step', expiresInMs: 300_000 }));
    const wrapper = open('confirm-registration');
    await field(wrapper, 'Your password').setValue('a long enough one');
    await wrapper.get('input[value=own]').setValue();
    await submit(wrapper);
    expect(signInStep.value.name).toBe('two-step');
    expect(openedForm.value).toBeNull();
  });

  it('offers a new letter when the link is dead', async () => {
    registration.confirm.mockResolvedValue(failed({ code: 'link-invalid' }));
    draftEmail.value = 'anna@example.ru';
    const wrapper = open('confirm-registration');
    await field(wrapper, 'Your password').setValue('a long enough one');
    await wrapper.get('input[value=own]').setValue();
    await submit(wrapper);
    expect(wrapper.get('h1').text()).toBe('This link no longer works');
    expect(wrapper.get('[role=alert]').text()).toContain(textsEn['link-invalid'].todo);
    expect(field(wrapper, 'E-mail').element.value).toBe('anna@example.ru');
    await submit(wrapper);
    expect(registration.resendMail).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    expect(wrapper.get('h1').text()).toBe('Check your mail');
    await press(wrapper, 'Back to sign-in');
    expect(openedForm.value).toBeNull();
  });
});

describe('a new password', () => {
  async function type(wrapper: VueWrapper, password: string, again = password): Promise<void> {
    await field(wrapper, 'New password').setValue(password);
    await field(wrapper, 'The same password again').setValue(again);
    await submit(wrapper);
  }

  it('is set, and the sign-in says so', async () => {
    const wrapper = open('reset-password');
    await type(wrapper, 'a long enough one', 'another one');
    expect(passwordReset.complete).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('The two passwords are not the same.');
    await type(wrapper, 'a long enough one');
    expect(passwordReset.complete).toHaveBeenCalledExactlyOnceWith({ password: 'a long enough one' });
    expect(openedForm.value).toBeNull();
    expect(signInStep.value).toEqual({ name: 'sign-in', note: 'passwordChanged' });
  });

  it('in front of an open account says that it is set', async () => {
    fake.send('session.changed', signedIn);
    const wrapper = open('reset-password');
    await type(wrapper, 'a long enough one');
    expect(wrapper.get('h1').text()).toBe('The new password is set');
    expect(document.activeElement).toBe(button(wrapper, 'Go on').element);
    await press(wrapper, 'Go on');
    expect(openedForm.value).toBeNull();
  });

  it('is refused at its field when it is too common', async () => {
    passwordReset.complete.mockResolvedValue(failed({ code: 'password-too-common' }));
    const wrapper = open('reset-password');
    await type(wrapper, 'password1');
    expect(wrapper.text()).toContain('Very many people use this password');
    expect(document.activeElement).toBe(field(wrapper, 'New password').element);
  });

  it('needs a new letter when the link is dead', async () => {
    passwordReset.complete.mockResolvedValue(failed({ code: 'link-invalid' }));
    const wrapper = open('reset-password');
    await type(wrapper, 'a long enough one');
    expect(wrapper.get('h1').text()).toBe('This link no longer works');
    await field(wrapper, 'E-mail').setValue('anna@example.ru');
    await submit(wrapper);
    expect(passwordReset.create).toHaveBeenCalledExactlyOnceWith({ email: 'anna@example.ru' });
    await press(wrapper, 'Wrong address?');
    expect(field(wrapper, 'E-mail').element.value).toBe('anna@example.ru');
  });
});

describe('a new address', () => {
  it('is confirmed by one press', async () => {
    const wrapper = open('confirm-email');
    expect(document.activeElement).toBe(button(wrapper, 'Confirm the address').element);
    await submit(wrapper);
    expect(accounts.confirmEmail).toHaveBeenCalledOnce();
    expect(wrapper.get('h1').text()).toBe('The new address is in use');
    await press(wrapper, 'Go on');
    expect(openedForm.value).toBeNull();
  });

  it.each([
    ['signed in', signedIn, 'Open Security'],
    ['signed out', { state: 'signed-out', because: null } as const, 'Go to sign-in'],
  ])('whose link is dead is changed anew under Security, %s', async (_who, status, way) => {
    accounts.confirmEmail.mockResolvedValue(failed({ code: 'link-invalid' }));
    fake.send('session.changed', status);
    const wrapper = open('confirm-email');
    await submit(wrapper);
    expect(wrapper.get('[role=alert]').text()).toContain(textsEn['link-invalid'].happened);
    await press(wrapper, way);
    expect(wantedScreen.value).toEqual({ screen: 'security', contractNumber: null });
    expect(openedForm.value).toBeNull();
  });

  it('stays to be tried again when the line failed', async () => {
    accounts.confirmEmail.mockResolvedValueOnce(failed({ code: 'service-timeout' }));
    const wrapper = open('confirm-email');
    await submit(wrapper);
    expect(wrapper.get('[role=alert]').text()).toContain(textsEn['service-timeout'].happened);
    await submit(wrapper);
    await flushPromises();
    expect(wrapper.get('h1').text()).toBe('The new address is in use');
  });
});
