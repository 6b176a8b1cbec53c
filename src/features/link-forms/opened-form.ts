import { shallowRef } from 'vue';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

const times = shallowRef(0);
let finished = false;
const state = followMain<LinkForm | null>(
  null,
  () => bridge.door.openedForm(),
  (listener) =>
    bridge.door.onFormOpened((form) => {
      finished = false;
      times.value += 1;
      listener(form);
    }),
);
/** The form that a link from a letter opened, or null. Its one-time token is main's. */
export const openedForm = state.value;
/** Counts the links: another letter's link begins its form anew, also in the place of the same form. */
export const linksOpened: Readonly<typeof times> = times;

/** Asks main whether a link started the program. */
export const askForm = (): Promise<void> => state.ask();

/** Leaves the form: main forgets its token, what stood behind it is there again. */
export function leaveForm(): void {
  finished = false;
  state.put(null);
  void bridge.door.closeForm();
}

/** The form led into the account: it stays in front until that stands behind it, so that nothing flashes between. */
export function formLedIn(): void {
  finished = true;
}

/** The account stands on screen: a form that led into it goes. */
export function leaveFinishedForm(): void {
  if (finished) leaveForm();
}
