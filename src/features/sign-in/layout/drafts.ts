import { ref } from 'vue';
import type { Computer } from '#protocol/primitives.ts';

/**
 * Input that is kept while the person moves between the steps of signing in. Never a password, and never stored on disk:
 * this may be somebody else's computer.
 */
export const draftEmail = ref('');
export const draftComputer = ref<Computer | null>(null);
export const draftConsent = ref(false);

/** Clears the drafts for the next person. */
export function forgetDrafts(): void {
  draftEmail.value = '';
  draftComputer.value = null;
  draftConsent.value = false;
}
