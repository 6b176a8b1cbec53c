import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';
import { bridge } from '../../bridge.ts';

/** How long "copied" stands before the button says its own words again, ms. */
const confirmationMs = 2_500;

export interface Copying {
  /** What was copied last, or that it failed; null when there is nothing to confirm. */
  readonly done: ShallowRef<{ readonly text: string; readonly ok: boolean } | null>;
  readonly copy: (text: string) => Promise<void>;
}

/** Copies through main (the clipboard is not the page's) and confirms for a moment. */
export function useCopy(): Copying {
  const done: Copying['done'] = shallowRef(null);
  let timer: number | undefined;
  const clear = (): void => {
    window.clearTimeout(timer);
  };
  onBeforeUnmount(clear);
  return {
    done,
    async copy(text): Promise<void> {
      const answer = await bridge.clipboard.copy({ text });
      clear();
      done.value = { text, ok: answer.ok };
      timer = window.setTimeout(() => (done.value = null), confirmationMs);
    },
  };
}
