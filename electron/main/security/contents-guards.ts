import type { WebContents } from 'electron';
import type { Log } from '../logging/log.ts';
import { mayNavigate } from './navigation-rules.ts';

/** Where a frame of a page may go. */
export type NavigationRule = (address: string, isMainFrame: boolean) => boolean;

/** Rules of pages that are not the program's own (a payment's); everything else has the program's one page. */
const ownRules = new WeakMap<WebContents, NavigationRule>();

/** Gives a web page, from before it loads, a rule of its own in place of the program's. */
export function setNavigationRule(contents: WebContents, rule: NavigationRule): void {
  ownRules.set(contents, rule);
}

interface Leaving {
  readonly url: string;
  readonly isMainFrame: boolean;
  preventDefault(): void;
}

/** Every web page of the program stays where it may be, opens no windows and hosts no other page. */
export function guardContents(contents: WebContents, log: Log): void {
  const guard = (kind: string) => (event: Leaving) => {
    const rule = ownRules.get(contents) ?? mayNavigate;
    if (rule(event.url, event.isMainFrame)) return;
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
