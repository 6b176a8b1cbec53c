import { shallowRef } from 'vue';
import type { LinkForm } from '#protocol/ipc/state.ts';
import { followMain } from '../../../app/data/main-state.ts';
import { bridge } from '../../../bridge.ts';

const times = shallowRef(0);
/** The account that the form led into, and the one whose screens stand: whichever is known first waits for the other. */
let ledInto: string | null = null;
let standing: string | null = null;
const state = followMain<LinkForm | null>(
  null,
  () => bridge.door.openedForm(),
  (listener) =>
    bridge.door.onFormOpened((form) => {
      ledInto = null;
      times.value += 1;
      listener(form);
    }),
);
/** The form that a link from a letter opened, or null. Its one-time token is main's. */
export const openedForm = state.value;
/** Counts the links: another letter's link begins its form anew, also in the place of the same form. */
export const linksOpened: Readonly<typeof times> = times;

/** Asks main whether a link started the program. */
export const askForm = (): Promise<void> => state.refresh();

/** Leaves the form: main forgets its token, what stood behind it is there again. */
export function leaveForm(): void {
  ledInto = null;
  state.put(null);
  void bridge.door.closeForm();
}

function leaveWhenThere(): void {
  if (ledInto !== null && ledInto === standing) leaveForm();
}

/**
 * The form led into this account: it stays in front until that stands behind it, so that nothing flashes between. Main
 * tells of the session before the form has its answer, so the account may stand already.
 */
export function formLedIn(accountId: string): void {
  ledInto = accountId;
  leaveWhenThere();
}

/** Whose screens stand behind the forms, or null: a form that led there goes. */
export function accountStands(accountId: string | null): void {
  standing = accountId;
  leaveWhenThere();
}
