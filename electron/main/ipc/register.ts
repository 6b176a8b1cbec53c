import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { bridgeNames } from 'virtual:bridge-names';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { invokeChannels } from '#protocol/ipc/channels.ts';
import type { Log } from '../logging/log.ts';
import type { Dispatch } from './dispatch.ts';
import { mayAsk, type Sender } from './sender.ts';

function senderOf(event: IpcMainInvokeEvent): Sender {
  const frame = event.senderFrame;
  return {
    contentsId: event.sender.id,
    frame:
      frame === null
        ? null
        : {
            url: frame.url,
            isMain: frame.parent === null && frame === event.sender.mainFrame,
            detached: isDestroyed(frame),
          },
  };
}

/**
 * Electron's own `detached` is not asked: of a page that came back after its process died it stays true for ever. A frame
 * that another has replaced is not the contents' main frame any more, and refused by that.
 */
function isDestroyed(frame: { isDestroyed?: () => boolean }): boolean {
  return frame.isDestroyed?.() === true;
}

/**
 * The one registration of questions from the renderer. The sender is judged here and now, before anything is awaited;
 * the schemas behind `dispatch` load later than the door opens.
 */
export function openDoor(ports: {
  readonly windowContentsId: () => number | null;
  readonly dispatch: () => Promise<Dispatch>;
  readonly log: Log;
}): void {
  const refused: Failure = { code: 'request-refused' };
  const handle = (channel: string): void => {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<unknown>> => {
      let allowed = false;
      try {
        allowed = mayAsk(senderOf(event), ports.windowContentsId());
      } catch {
        // Electron throws on a frame that is disposed of: nobody of ours.
      }
      if (!allowed) {
        ports.log.warn('question refused', { channel });
        return { ok: false, failure: refused };
      }
      return (await ports.dispatch())(channel, args);
    });
  };
  for (const channel of Object.values(invokeChannels)) handle(channel);
  for (const [domain, { verbs }] of Object.entries(bridgeNames)) {
    for (const name of verbs) handle(`${domain}.${name}`);
  }
}
