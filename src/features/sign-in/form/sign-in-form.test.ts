import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import { textsEn } from '#protocol/errors/texts.en.ts';
import { textsRu } from '#protocol/errors/texts.ru.ts';
import { setLanguage } from '../../../app/i18n/i18n.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { default: SignInForm } = await import('./sign-in-form.vue');
const { resetSignIn } = await import('../layout/sign-in-step.ts');
enableAutoUnmount(afterEach);

const demo = {
  key: 'healthy' as const,
  name: 'Irina',
  email: 'irina@example.ru',
  password: 'demo-password',
  situation: { ru: 'Всё хорошо', en: 'All is well', sv: 'Allt är bra' },
};
const signedIn: SessionStatus = {
  state: 'signed-in',
  computer: 'own',
  account: { id: '1', email: 'irina@example.ru', name: 'Irina', contracts: [] },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
};

function show(): VueWrapper {
  return mount(SignInForm, { attachTo: document.body });
}

async function fill(form: VueWrapper, password = 'right', computer: 'own' | 'shared' | null = 'own'): Promise<void> {
  await form.get('input[type=email]').setValue(' irina@example.ru ');
  await form.get('input[autocomplete=current-password]').setValue(password);
  if (computer) await form.get(`input[value=${computer}]`).setValue();
}

async function send(form: VueWrapper): Promise<void> {
  await form.get('form').trigger('submit');
  await flushPromises();
}

const button = (form: VueWrapper): ReturnType<VueWrapper['get']> => form.get('button[type=submit]');
const password = (form: VueWrapper): HTMLInputElement =>
  form.get<HTMLInputElement>('input[autocomplete=current-password]').element;

beforeEach(async () => {
  resetSignIn();
  fake.signIn.mockReset().mockResolvedValue(success({ step: 'signed-in', status: signedIn }));
  fake.demoSubscribers.mockReset().mockResolvedValue(failed({ code: 'not-found' }));
  fake.send('session.changed', { state: 'signed-out', because: null });
  fake.send('connection.changed', { state: 'up' });
  await setLanguage('en');
});

describe('the choice of computer', () => {
  it('is not made for the person and gates the button, with the reason beside it', async () => {
    const form = show();
    expect(form.findAll<HTMLInputElement>('input[type=radio]').map((radio) => radio.element.checked)).toEqual([
      false,
      false,
    ]);
    await fill(form, 'right', null);
    expect(button(form).attributes('aria-disabled')).toBe('true');
    expect(form.text()).toContain('First choose whose computer this is.');
    await send(form);
    expect(fake.signIn).not.toHaveBeenCalled();
    expect((document.activeElement as HTMLInputElement).value).toBe('own');
    await form.get('input[value=shared]').setValue();
    expect(button(form).attributes('aria-disabled')).toBeUndefined();
  });

  it.each(['own', 'shared'] as const)('sends %s with a trimmed address', async (computer) => {
    const form = show();
    await fill(form, 'right', computer);
    await send(form);
    expect(fake.signIn).toHaveBeenCalledExactlyOnceWith({ email: 'irina@example.ru', password: 'right', computer });
  });
});

describe('what is missing', () => {
  it('is said in place, and the keyboard goes to the first of it', async () => {
    const form = show();
    await form.get('input[value=own]').setValue();
    await send(form);
    expect(form.text()).toContain('Enter your e-mail.');
    expect(form.text()).toContain('Enter your password.');
    expect(document.activeElement).toBe(form.get('input[type=email]').element);
    expect(fake.signIn).not.toHaveBeenCalled();
    await fill(form);
    expect(form.text()).not.toContain('Enter your');
  });
});

describe('a refusal', () => {
  it('shows its words and the tries left, keeps what was typed and marks the password', async () => {
    fake.signIn.mockResolvedValue(failed({ code: 'sign-in-failed', triesLeft: 4 }));
    const form = show();
    await fill(form, 'wrong');
    await send(form);
    await vi.waitFor(() => expect(form.find('[role=alert]').exists()).toBe(true));
    const note = form.get('[role=alert]').text();
    const { happened, money, todo } = textsEn['sign-in-failed'];
    for (const part of [happened, money, todo]) expect(note).toContain(part);
    expect(form.get<HTMLInputElement>('input[type=email]').element.value).toContain('irina@example.ru');
    expect(document.activeElement).toBe(password(form));
    expect(password(form).getAttribute('aria-invalid')).toBe('true');
    await form.get('input[autocomplete=current-password]').setValue('other');
    expect(password(form).getAttribute('aria-invalid')).toBeNull();
  });

  it('is told in the language chosen meanwhile', async () => {
    fake.signIn.mockResolvedValue(failed({ code: 'sign-in-failed', triesLeft: 2 }));
    const form = show();
    await fill(form, 'wrong');
    await send(form);
    await setLanguage('ru');
    await vi.waitFor(() => expect(form.get('[role=alert]').text()).toContain(textsRu['sign-in-failed'].happened));
  });

  it('counts a wait down, for that account alone, and says when it is over', async () => {
    vi.useFakeTimers();
    fake.signIn.mockResolvedValue(failed({ code: 'sign-in-throttled', retryAfterMs: 30_000 }));
    const form = show();
    await fill(form, 'wrong');
    await send(form);
    expect(form.text()).toContain('You can try again in 0:30.');
    expect(button(form).attributes('aria-disabled')).toBe('true');
    await vi.advanceTimersByTimeAsync(2000);
    expect(form.text()).toContain('You can try again in 0:28.');
    await send(form);
    expect(fake.signIn).toHaveBeenCalledTimes(1);
    await form.get('input[type=email]').setValue('pavel@example.ru');
    expect(button(form).attributes('aria-disabled')).toBeUndefined();
    await form.get('input[type=email]').setValue('IRINA@example.ru');
    expect(button(form).attributes('aria-disabled')).toBe('true');
    await vi.advanceTimersByTimeAsync(28_000);
    expect(button(form).attributes('aria-disabled')).toBeUndefined();
    expect(form.text()).toContain('You can sign in again now.');
    vi.useRealTimers();
  });
});

describe('the password', () => {
  it('is gone from the form once it was right, and never in storage', async () => {
    const form = show();
    await fill(form, 'right-password');
    await send(form);
    expect(password(form).value).toBe('');
    expect(JSON.stringify([localStorage, sessionStorage].map((store) => Object.entries(store)))).not.toContain(
      'right-password',
    );
  });
});

describe('the service', () => {
  it('down: the form stands, says so and recovers by itself with what was typed', async () => {
    fake.send('connection.changed', { state: 'down', code: 'service-unreachable', since: '2026-11-22T12:00:00Z' });
    const form = show();
    await fill(form);
    await vi.waitFor(() => expect(form.text()).toContain(textsEn['service-unreachable'].happened));
    expect(button(form).attributes('aria-disabled')).toBe('true');
    await send(form);
    expect(fake.signIn).not.toHaveBeenCalled();
    fake.send('connection.changed', { state: 'up' });
    await flushPromises();
    expect(form.text()).not.toContain(textsEn['service-unreachable'].happened);
    await send(form);
    expect(fake.signIn).toHaveBeenCalledTimes(1);
  });

  it('still connecting: what was sent waits for it', async () => {
    fake.send('connection.changed', { state: 'connecting' });
    const form = show();
    await fill(form);
    await send(form);
    expect(button(form).attributes('aria-busy')).toBe('true');
    expect(fake.signIn).not.toHaveBeenCalled();
    fake.send('connection.changed', { state: 'up' });
    await flushPromises();
    expect(fake.signIn).toHaveBeenCalledTimes(1);
  });
});

describe('the end of an earlier session', () => {
  it('is explained', async () => {
    fake.send('session.changed', { state: 'signed-out', because: 'session-idle' });
    const form = show();
    await vi.waitFor(() => expect(form.text()).toContain(textsEn['session-idle'].happened));
  });
});

describe('the demo mode', () => {
  it('fills the form on one click and leads on to the choice of computer', async () => {
    fake.demoSubscribers.mockResolvedValue(success({ subscribers: [demo], spareContract: null }));
    const form = show();
    await flushPromises();
    expect(form.get('[data-demo=healthy]').text()).toContain('All is well');
    await form.get('[data-demo=healthy]').trigger('click');
    await flushPromises();
    expect(form.get<HTMLInputElement>('input[type=email]').element.value).toBe(demo.email);
    expect(password(form).value).toBe(demo.password);
    expect((document.activeElement as HTMLInputElement).type).toBe('radio');
    expect(button(form).attributes('aria-disabled')).toBe('true');
  });

  it('is absent elsewhere', async () => {
    const form = show();
    await flushPromises();
    expect(form.text()).not.toContain('Try it as');
  });
});
