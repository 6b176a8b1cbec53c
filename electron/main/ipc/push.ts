import type { BrowserWindow } from 'electron';
import type { z } from 'zod';
import type { PushChannel } from '#protocol/ipc/channels.ts';
import { pushContract, type PushContract } from '#protocol/ipc/schemas.ts';
import type { Log } from '../logging/log.ts';

/** Tells the renderer something unasked; what breaks the contract is logged and not told. */
export type Push = <C extends PushChannel>(channel: C, value: z.input<PushContract[C]>) => void;

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
