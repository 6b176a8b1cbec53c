import { success } from '#protocol/errors/problem.ts';
import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { Documents } from './documents.ts';

/** Handlers of the verbs that save files. */
export function documentVerbs(
  documents: () => Promise<Documents>,
): Pick<VerbHandlers, 'statement.save' | 'statement.cancelSaving'> {
  return {
    'statement.save': async (order) => (await documents()).saveStatement(order),
    'statement.cancelSaving': async () => {
      (await documents()).cancel();
      return success(null);
    },
  };
}
