import { reactive, watch } from 'vue';
import type { CompletionRequest } from '#protocol/api/registrations.ts';
import { useSession } from '../../session/session.ts';

const empty: CompletionRequest = { contractNumber: '', surname: '', firstName: '', patronymic: '', cardNumber: '' };

/**
 * What was typed so far: there after a look at another screen, and through a lock. In memory alone and gone with the
 * session, for it names a person and this may be somebody else's computer.
 */
export const completionDraft = reactive<CompletionRequest>({ ...empty });

watch(
  () => useSession().status.state,
  (state) => {
    if (state === 'signed-out') Object.assign(completionDraft, empty);
  },
  // At once: nobody who signs in right after may find it.
  { flush: 'sync' },
);

/** Empties the form once the contract is linked. */
export function forgetCompletion(): void {
  Object.assign(completionDraft, empty);
}
