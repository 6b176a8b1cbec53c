import { ref } from 'vue';
import type { Computer } from '#protocol/primitives.ts';

/**
 * What was typed at the door and is still there after going back and forth between its pages. A password is never part
 * of it, and nothing of it is on disk: this may be somebody else's computer.
 */
export const draftEmail = ref('');
export const draftComputer = ref<Computer | null>(null);
export const draftConsent = ref(false);

/** Forgets it all, so that whoever comes to the door next finds it empty. */
export function forgetDrafts(): void {
  draftEmail.value = '';
  draftComputer.value = null;
  draftConsent.value = false;
}
