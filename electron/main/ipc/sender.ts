import { appHost, appScheme } from '../security/app-files.ts';

/** What is known of a message's sender, read in the same turn in which the message arrived. */
export interface Sender {
  /** Id of the web contents that sent it. */
  readonly contentsId: number;
  /** Null when the frame is gone already. */
  readonly frame: { readonly url: string; readonly isMain: boolean; readonly detached: boolean } | null;
}

/** Only the main frame of the program's own window, showing the program's own page, is listened to. */
export function mayAsk(sender: Sender, windowContentsId: number | null): boolean {
  const { frame } = sender;
  if (windowContentsId === null || sender.contentsId !== windowContentsId) return false;
  if (frame === null || frame.detached || !frame.isMain || !URL.canParse(frame.url)) return false;
  const url = new URL(frame.url);
  return url.protocol === `${appScheme}:` && url.host === appHost && url.username === '' && url.password === '';
}
