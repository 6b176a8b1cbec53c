import { shallowRef, type Component } from 'vue';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { LetterSent } from '#protocol/api/registrations.ts';
import type { SignInOutcome } from '#protocol/ipc/state.ts';
import type { Computer } from '#protocol/primitives.ts';
import { forgetDrafts } from './drafts.ts';

/** What a letter with a link is for. */
export type LetterPurpose = 'registration' | 'password-reset';

/** The pages of the door. Sign-in is there from the start; the others come as one chunk when they are wanted. */
export type DoorStep =
  | { readonly name: 'sign-in'; readonly note: 'passwordChanged' | null }
  | { readonly name: 'register' }
  | { readonly name: 'remind' }
  | {
      readonly name: 'check-mail';
      readonly purpose: LetterPurpose;
      readonly email: string;
      readonly letter: LetterSent;
    }
  | { readonly name: 'browser'; readonly provider: IdentityProvider; readonly computer: Computer }
  | { readonly name: 'link'; readonly provider: IdentityProvider; readonly email: string }
  | { readonly name: 'two-step'; readonly expiresInMs: number };
/** A page of the door by its name. */
export type StepOf<Name extends DoorStep['name']> = Extract<DoorStep, { name: Name }>;
export type StepScreens = Readonly<Record<Exclude<DoorStep['name'], 'sign-in'>, Component>>;

const start: DoorStep = { name: 'sign-in', note: null };
const step = shallowRef<DoorStep>(start);
const screens = shallowRef<StepScreens>();
let wanted: DoorStep = start;

/** The page of the door on screen. */
export const doorStep: Readonly<typeof step> = step;
/** The pages beside the sign-in, once they are loaded. */
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

/** Opens a page of the door: what stands there stays until the next is ready. The one asked for last wins. */
export async function goTo(next: DoorStep): Promise<void> {
  wanted = next;
  if (next.name !== 'sign-in' && screens.value === undefined) await loadSteps();
  if (wanted === next) step.value = next;
}

/** Opens the sign-in. */
export function goToSignIn(note: StepOf<'sign-in'>['note'] = null): void {
  void goTo({ name: 'sign-in', note });
}

/** Opens the question that a way in came to; nothing when it led in. */
export async function follow(outcome: SignInOutcome): Promise<void> {
  if (outcome.step === 'two-step') await goTo({ name: 'two-step', expiresInMs: outcome.expiresInMs });
  else if (outcome.step === 'link') await goTo({ name: 'link', provider: outcome.provider, email: outcome.email });
}

/** The door is left behind: the next one who comes to it finds the sign-in, and nothing typed. */
export function forgetDoor(): void {
  wanted = start;
  step.value = start;
  forgetDrafts();
}
