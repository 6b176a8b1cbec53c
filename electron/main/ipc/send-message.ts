import type { BrowserWindow } from 'electron';
import type { z } from 'zod';
import type { OwnMessage } from '#protocol/ipc/bridge-types.ts';
import { ownMessages } from '#protocol/ipc/names.ts';
import type { Log } from '../logging/log.ts';

type MessageData<Id> =
  Extract<OwnMessage, { readonly id: Id }> extends { readonly data: infer D extends z.ZodType } ? z.input<D> : never;

/** Sends a declared message to the renderer; one that does not match its schema is logged and not sent. */
export type SendMessage = <const Id extends OwnMessage['id']>(id: Id, data: MessageData<Id>) => void;

export function createSendMessage(window: () => BrowserWindow | null, log: Log): SendMessage {
  return (id, data) => {
    const target = window();
    if (!target || target.isDestroyed() || target.webContents.isDestroyed()) return;
    const checked = ownMessages.get(id)?.data.safeParse(data);
    if (checked?.success !== true) {
      log.error('message does not match its schema', { message: id });
      return;
    }
    target.webContents.send(id, checked.data);
  };
}
