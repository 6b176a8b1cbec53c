import type { WebContents } from 'electron';
import type { Log } from '../app/log.ts';
import { mayNavigate } from './navigation-rules.ts';

interface Preventable {
  readonly url: string;
  preventDefault(): void;
}

/** Every web page of the program stays where it is, opens no windows and hosts no other page. */
export function guardContents(contents: WebContents, log: Log): void {
  const guard = (kind: string) => (event: Preventable) => {
    if (mayNavigate(event.url)) return;
    event.preventDefault();
    log.warn('navigation denied', { kind });
  };
  contents.on('will-navigate', guard('navigate'));
  contents.on('will-redirect', guard('redirect'));
  contents.on('will-frame-navigate', guard('frame'));
  contents.setWindowOpenHandler(() => {
    log.warn('window denied');
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('webview denied');
  });
}
