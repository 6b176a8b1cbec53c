import { success } from '#protocol/errors/problem.ts';
import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { Documents } from './documents.ts';

type DocumentVerb = 'statement.save' | 'statement.cancelSaving' | 'payments.saveSlip' | 'payments.saveReceipt';

/** Handlers of the verbs that save files. */
export function documentVerbs(documents: () => Promise<Documents>): Pick<VerbHandlers, DocumentVerb> {
  return {
    'statement.save': async (order) => (await documents()).saveStatement(order),
    'statement.cancelSaving': async () => {
      (await documents()).cancel();
      return success(null);
    },
    'payments.saveSlip': async (order) => (await documents()).saveSlip(order),
    'payments.saveReceipt': async (order) => (await documents()).saveReceipt(order),
  };
}
