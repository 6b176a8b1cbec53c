import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { bridgeNames } from 'virtual:bridge-names';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { Log } from '../logging/log.ts';
import { mayAsk, type Sender } from './sender.ts';
import type { VerbDispatch } from './verb-dispatch.ts';

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
 * Electron's own `detached` is not used: it stays true for a page that was reloaded after its process died. A frame that was
 * replaced is no longer the main frame, and is refused for that.
 */
function isDestroyed(frame: { isDestroyed?: () => boolean }): boolean {
  return frame.isDestroyed?.() === true;
}

/**
 * Registers every verb of the bridge. The sender is checked synchronously, before anything is awaited; `dispatch`, with its
 * schemas, loads later.
 */
export function registerIpc(ports: {
  readonly windowContentsId: () => number | null;
  readonly dispatch: () => Promise<VerbDispatch>;
  readonly log: Log;
}): void {
  const refused: Failure = { code: 'request-refused' };
  const handle = (channel: string): void => {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<unknown>> => {
      let allowed = false;
      try {
        allowed = mayAsk(senderOf(event), ports.windowContentsId());
      } catch {
        // Electron throws for a disposed frame, which is not ours.
      }
      if (!allowed) {
        ports.log.warn('call refused', { channel });
        return { ok: false, failure: refused };
      }
      return (await ports.dispatch())(channel, args);
    });
  };
  for (const [domain, { verbs }] of Object.entries(bridgeNames)) {
    for (const name of verbs) handle(`${domain}.${name}`);
  }
}
