import { shallowRef, type Component } from 'vue';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { LetterSent } from '#protocol/api/registrations.ts';
import type { SignInOutcome } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import { forgetDrafts } from './drafts.ts';

/** What an e-mail with a link is for. */
export type MailPurpose = 'registration' | 'password-reset';

/** Steps of signing in. The sign-in form is in the first chunk; the others are one chunk, loaded on demand. */
export type SignInStep =
  | { readonly name: 'sign-in'; readonly note: 'passwordChanged' | null }
  | { readonly name: 'register' }
  | { readonly name: 'remind' }
  | {
      readonly name: 'check-mail';
      readonly purpose: MailPurpose;
      readonly email: string;
      readonly mail: LetterSent;
    }
  | { readonly name: 'browser'; readonly provider: IdentityProvider; readonly computer: Computer }
  | { readonly name: 'link'; readonly provider: IdentityProvider; readonly email: string }
  | { readonly name: 'two-step'; readonly expiresInMs: number };
/** A step by its name. */
export type StepOf<Name extends SignInStep['name']> = Extract<SignInStep, { name: Name }>;
export type StepScreens = Readonly<Record<Exclude<SignInStep['name'], 'sign-in'>, Component>>;

const start: SignInStep = { name: 'sign-in', note: null };
const step = shallowRef<SignInStep>(start);
const screens = shallowRef<StepScreens>();
let wanted: SignInStep = start;

/** The step on screen. */
export const signInStep: Readonly<typeof step> = step;
/** Screens of the steps other than the sign-in form, once they are loaded. */
export const stepScreens: Readonly<typeof screens> = screens;

let loader: () => Promise<StepScreens> = () => Promise.reject(new Error('No loader of the sign-in steps is set.'));

/** Sets how the step screens are loaded. They import this module, so it cannot import them itself. */
export function setStepLoader(load: () => Promise<StepScreens>): void {
  loader = load;
}

/** Loads the step screens other than sign-in, with their texts. */
export async function loadSteps(): Promise<void> {
  screens.value = await loader();
}

/** Opens a step. The current one stays until the next is loaded; the last call wins. */
export async function goTo(next: SignInStep): Promise<void> {
  wanted = next;
  if (next.name !== 'sign-in' && screens.value === undefined) await loadSteps();
  if (wanted === next) step.value = next;
}

/** Opens the sign-in form. */
export function goToSignIn(note: StepOf<'sign-in'>['note'] = null): void {
  void goTo({ name: 'sign-in', note });
}

/** Opens the step that a sign-in needs next; does nothing when it is complete. */
export async function follow(outcome: SignInOutcome): Promise<void> {
  if (outcome.step === 'two-step') await goTo({ name: 'two-step', expiresInMs: outcome.expiresInMs });
  else if (outcome.step === 'link') await goTo({ name: 'link', provider: outcome.provider, email: outcome.email });
}

/** Returns to the sign-in form and clears the drafts. */
export function resetSignIn(): void {
  wanted = start;
  step.value = start;
  forgetDrafts();
}
