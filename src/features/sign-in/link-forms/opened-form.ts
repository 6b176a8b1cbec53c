import { shallowRef } from 'vue';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { followMain } from '../../../app/data/main-state.ts';
import { bridge } from '../../../bridge.ts';

const times = shallowRef(0);
/** Account that the form signed in, and the account whose screens are shown; the form closes when both are the same. */
let signedInTo: string | null = null;
let shown: string | null = null;
const state = followMain<LinkForm | null>(
  null,
  () => bridge.linkForms.current(),
  (listener) =>
    bridge.linkForms.onOpened((form) => {
      signedInTo = null;
      times.value += 1;
      listener(form);
    }),
);
/** The form that a link in an e-mail opened, or null. The main process holds its one-time token. */
export const openedForm = state.value;
/** Number of links opened: each link resets its form, also when it is the same form. */
export const linksOpened: Readonly<typeof times> = times;

/** Reads whether a link started the program. */
export const askForm = (): Promise<void> => state.refresh();

/** Closes the form; the main process discards its token. */
export function leaveForm(): void {
  signedInTo = null;
  state.put(null);
  void bridge.linkForms.close();
}

function leaveWhenShown(): void {
  if (signedInTo !== null && signedInTo === shown) leaveForm();
}

/**
 * The form signed in to this account: it stays until the account's screens are ready, so that nothing flashes. The session
 * changes before the form has its answer, so they may be ready already.
 */
export function formSignedIn(accountId: string): void {
  signedInTo = accountId;
  leaveWhenShown();
}

/** Sets the account whose screens are shown, or null. Closes a form that signed in to it. */
export function accountShown(accountId: string | null): void {
  shown = accountId;
  leaveWhenShown();
}
