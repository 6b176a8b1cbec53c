import { readonly, ref, watch } from 'vue';
import { useSession } from '../../session/session.ts';

const deleted = ref(false);

/** True from the deletion of an account until the note was dismissed or somebody signs in: the sign-in screen shows the note. */
export const accountDeleted = readonly(deleted);

export function sayFarewell(): void {
  deleted.value = true;
  const session = useSession();
  const stop = watch(
    () => session.status.state,
    (state) => {
      if (state !== 'signed-in') return;
      forgetFarewell();
      stop();
    },
  );
}

export function forgetFarewell(): void {
  deleted.value = false;
}
