import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { success } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';

const fake = await vi.hoisted(async () => (await import('../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../bridge.ts', () => ({ bridge: fake.bridge }));
const enter = vi.hoisted(() => vi.fn(() => Promise.resolve()));
/** An account of one figure and one draft. */
const Account = defineComponent({
  setup() {
    const draft = ref('');
    return () =>
      h('main', { id: 'account' }, [
        h('p', '737.40 ₽'),
        h('input', {
          id: 'draft',
          value: draft.value,
          onInput: (event: Event) => (draft.value = (event.target as HTMLInputElement).value),
        }),
      ]);
  },
});
vi.mock('./layout/load.ts', () => ({ loadCabinet: () => Promise.resolve({ layout: Account, enter }) }));
vi.stubGlobal('requestIdleCallback', (call: () => void) => setTimeout(call));
const { press, field, prepareSignIn, submit } = await import('../testing/sign-in-mount.ts');
const { followIdling } = await import('../features/session/idle.ts');
const { leaveForm, openedForm } = await import('../features/sign-in/link-forms/opened-form.ts');
const { default: Root } = await import('./root.vue');
followIdling();
enableAutoUnmount(afterEach);

const signedIn = (id = '1'): SessionStatus => ({
  state: 'signed-in',
  computer: 'shared',
  account: { id, email: 'anna@example.ru', name: 'Anna', contracts: [] },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: false,
});
const locked: SessionStatus = {
  state: 'locked',
  email: 'anna@example.ru',
  name: 'Anna',
  methods: ['password'],
  because: 'idle',
};

async function show(status: SessionStatus): Promise<VueWrapper> {
  fake.send('session.changed', status);
  const root = mount(Root, { attachTo: document.body });
  if (status.state === 'signed-in') await vi.waitFor(() => expect(root.find('#account').exists()).toBe(true));
  return root;
}

const seen = (root: VueWrapper, selector: string): boolean => {
  const found = root.find<HTMLElement>(selector);
  return found.exists() && found.element.closest('[style*="display: none"]') === null;
};

beforeEach(async () => {
  await prepareSignIn(fake);
  leaveForm();
  fake.send('session.idleWarning', null);
  enter.mockClear();
});

describe('the lock', () => {
  it('takes every figure off the page at once, and the account comes back when it is opened', async () => {
    const root = await show(signedIn());
    fake.send('session.changed', locked);
    await flushPromises();
    expect(root.html()).not.toContain('737.40');
    await vi.waitFor(() => expect(root.get('h1').text()).toBe('Locked'));
    fake.bridge.session.unlock.mockResolvedValueOnce(success(signedIn()));
    await field(root, 'Password').setValue('the right one');
    await submit(root);
    await vi.waitFor(() => expect(root.html()).toContain('737.40'));
    expect(enter).toHaveBeenCalledTimes(2);
  });
});

describe('the curtain', () => {
  it('hides the account and keeps its drafts; gone when the person is there again', async () => {
    const root = await show(signedIn());
    await root.get('#draft').setValue('half a letter');
    fake.send('session.idleWarning', { endsInMs: 59_000 });
    await flushPromises();
    expect(seen(root, '#account')).toBe(false);
    await vi.waitFor(() => expect(root.text()).toContain('Are you still there?'));
    await press(root, 'I am here');
    expect(seen(root, '#account')).toBe(true);
    expect(root.get<HTMLInputElement>('#draft').element.value).toBe('half a letter');
  });

  it('falls before the sign-in never', async () => {
    const root = await show({ state: 'signed-out', because: null });
    fake.send('session.idleWarning', { endsInMs: 59_000 });
    await flushPromises();
    expect(seen(root, 'form')).toBe(true);
  });

  it('gives way to the sign-in, which says why', async () => {
    const root = await show(signedIn());
    fake.send('session.idleWarning', { endsInMs: 1000 });
    fake.send('session.changed', { state: 'signed-out', because: 'session-idle' });
    await vi.waitFor(() => expect(root.get('h1').text()).toBe('Sign in'));
    await vi.waitFor(() => expect(root.find('[data-code=session-idle]').exists()).toBe(true));
    expect(root.html()).not.toContain('737.40');
  });
});

describe('a form that a link opened', () => {
  it('stands in front of the account, which is as it was afterwards', async () => {
    const root = await show(signedIn());
    await root.get('#draft').setValue('half a letter');
    fake.send('linkForms.opened', 'confirm-email');
    await vi.waitFor(() => expect(root.text()).toContain('Confirm the new e-mail'));
    expect(seen(root, '#account')).toBe(false);
    await press(root, 'Not now');
    expect(seen(root, '#account')).toBe(true);
    expect(root.get<HTMLInputElement>('#draft').element.value).toBe('half a letter');
  });

  it('leaves what was typed at the sign-in alone', async () => {
    const root = await show({ state: 'signed-out', because: null });
    await root.get('input[type=email]').setValue('anna@example.ru');
    await field(root, 'Password').setValue('half a pass');
    fake.send('linkForms.opened', 'reset-password');
    await vi.waitFor(() => expect(root.text()).toContain('Set a new password'));
    expect(seen(root, 'input[type=email]')).toBe(false);
    await press(root, 'Not now');
    expect(field(root, 'Password').element.value).toBe('half a pass');
  });

  it('that led in goes when the account stands, with no sign-in between', async () => {
    const root = await show({ state: 'signed-out', because: null });
    fake.send('linkForms.opened', 'confirm-registration');
    await vi.waitFor(() => expect(root.text()).toContain('One step left'));
    let open: () => void = () => undefined;
    enter.mockImplementationOnce(() => new Promise<void>((resolve) => (open = resolve)));
    fake.bridge.registration.confirm.mockResolvedValueOnce(success({ step: 'signed-in', status: signedIn() }));
    await field(root, 'Your password').setValue('a long enough one');
    const computers = root.findAll('input[value=own]');
    await computers.at(-1)!.setValue();
    await root.findAll('form').at(-1)!.trigger('submit');
    await flushPromises();
    expect(openedForm.value).toBe('confirm-registration');
    expect(seen(root, 'input[type=email]')).toBe(false);
    open();
    await vi.waitFor(() => expect(seen(root, '#account')).toBe(true));
    expect(openedForm.value).toBeNull();
  });

  it('of a second letter begins anew', async () => {
    const root = await show(signedIn());
    fake.send('linkForms.opened', 'reset-password');
    await vi.waitFor(() => expect(root.text()).toContain('Set a new password'));
    await field(root, 'New password').setValue('of the first');
    fake.send('linkForms.opened', 'reset-password');
    await flushPromises();
    expect(field(root, 'New password').element.value).toBe('');
  });
});

describe('another account', () => {
  it('enters anew, whatever stood there', async () => {
    const root = await show(signedIn('1'));
    await root.get('#draft').setValue('of the first');
    fake.send('session.changed', signedIn('2'));
    await vi.waitFor(() => expect(enter).toHaveBeenCalledTimes(2));
    await vi.waitFor(() => expect(root.get<HTMLInputElement>('#draft').element.value).toBe(''));
  });
});
