import { invokeChannels as c } from '#protocol/ipc/channels.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { HandlerParts } from './handler-parts.ts';

/** Files made for the person: the slip, receipts and the statement. */
export function documentHandlers({
  documents,
}: Pick<HandlerParts, 'documents'>): HandlersOf<'saveSlip' | 'saveReceipt'> {
  return {
    [c.saveSlip]: async (order) => (await documents()).saveSlip(order),
    [c.saveReceipt]: async (order) => (await documents()).saveReceipt(order),
  };
}
