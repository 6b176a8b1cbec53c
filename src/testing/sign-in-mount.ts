import { flushPromises, mount, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { expect, vi } from 'vitest';
import { success } from '#protocol/errors/problem.ts';
import { loadTexts, setLanguage } from '../app/i18n/i18n.ts';
import { signInLayoutTexts } from '../features/sign-in/layout/texts.ts';
import { resetSignIn, loadSteps, setStepLoader } from '../features/sign-in/layout/sign-in-step.ts';
import { mailTexts } from '../features/sign-in/mail/texts.ts';
import { linkFormsTexts } from '../features/sign-in/link-forms/texts.ts';
import { lockTexts } from '../features/sign-in/lock/texts.ts';
import { profileFixture } from './overview.fixture.ts';
import { followProfile } from '../features/profile/profile.ts';
import { followErrorTexts } from '../features/errors/error-texts.ts';
import type { FakeBridge } from './fake-bridge.ts';

/** A found element. */
type Found<E extends Element> = Pick<DOMWrapper<E>, 'element' | 'attributes' | 'setValue' | 'text' | 'trigger'>;

/** Sets up the sign-in: signed out, connected, profile known, no drafts, texts loaded in English. */
export async function prepareSignIn(fake: FakeBridge): Promise<void> {
  fake.bridge.profile.read.mockResolvedValue(success(profileFixture));
  followProfile();
  followErrorTexts();
  fake.send('session.changed', { state: 'signed-out', because: null });
  fake.send('connection.changed', { state: 'up' });
  resetSignIn();
  setStepLoader(async () => (await import('../features/sign-in/layout/step-screens.ts')).loadStepScreens());
  await loadSteps();
  await loadTexts(signInLayoutTexts, mailTexts, linkFormsTexts, lockTexts);
  await setLanguage('en');
  await flushPromises();
}

/** Mounts the sign-in screen with all steps. */
export async function mountSignIn(fake: FakeBridge): Promise<VueWrapper> {
  await prepareSignIn(fake);
  const { default: SignInScreen } = await import('../features/sign-in/sign-in-screen.vue');
  const wrapper = mount(SignInScreen, { attachTo: document.body });
  await flushPromises();
  return wrapper;
}

/** The field with this label. */
export function field(wrapper: VueWrapper, label: string): Found<HTMLInputElement> {
  const found = wrapper.findAll('label').find((one) => one.text() === label);
  if (found === undefined) throw new Error(`No field ${label} in: ${wrapper.text()}`);
  return wrapper.get<HTMLInputElement>(`[id="${found.attributes('for') ?? ''}"]`);
}

/** The button that says this. */
export function button(wrapper: VueWrapper, name: string): Found<HTMLElement> {
  const found = wrapper.findAll<HTMLElement>('button').find((one) => one.text() === name);
  if (found === undefined) throw new Error(`No button ${name} in: ${wrapper.text()}`);
  return found;
}

export async function press(wrapper: VueWrapper, name: string): Promise<void> {
  await button(wrapper, name).trigger('click');
  await flushPromises();
}

/** Submits the form on screen. */
export async function submit(wrapper: VueWrapper): Promise<void> {
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

export async function escape(): Promise<void> {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  await flushPromises();
}

/** Waits for the page with this heading. */
export async function page(wrapper: VueWrapper, heading: string): Promise<void> {
  await vi.waitFor(() => expect(wrapper.get('h1').text()).toBe(heading));
}
