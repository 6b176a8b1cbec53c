import type { BrowserWindow } from 'electron';
import type { z } from 'zod';
import type { PushChannel } from '#protocol/ipc/channels.ts';
import type { OwnMessage } from '#protocol/ipc/bridge-types.ts';
import { ownMessages } from '#protocol/ipc/names.ts';
import { pushContract, type PushContract } from '#protocol/ipc/schemas.ts';
import type { Log } from '../logging/log.ts';

/** Tells the renderer something unasked; what breaks the contract is logged and not told. */
export type Push = <C extends PushChannel>(channel: C, value: z.input<PushContract[C]>) => void;

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

export function createPush(window: () => BrowserWindow | null, log: Log): Push {
  return (channel, value) => {
    const target = window();
    if (!target || target.isDestroyed() || target.webContents.isDestroyed()) return;
    const checked = pushContract[channel].safeParse(value);
    if (!checked.success) {
      log.error('message breaks the contract', { channel });
      return;
    }
    target.webContents.send(channel, checked.data);
  };
}
