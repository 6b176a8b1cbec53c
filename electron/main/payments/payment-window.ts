import { randomUUID } from 'node:crypto';
import { BrowserWindow, screen, type Session, session as sessions, type WebContents } from 'electron';
import type { Payment } from '#protocol/api/payments.ts';
import type { Log } from '../logging/log.ts';
import { createActivityFilter } from '../desktop/activity.ts';
import { setNavigationRule } from '../security/contents-guards.ts';
import { createPageRules, titleOf, type PageRules } from './page-rules.ts';
import type { PageEnd, PaymentPages } from './payment-ports.ts';

/** Dependencies of the payment windows. */
export interface PaymentWindowPorts {
  /** Main window: parent of the payment windows, which close with it. */
  readonly parent: () => BrowserWindow | null;
  /** Origin of the service; null: not known. */
  readonly origin: () => Promise<string | null>;
  readonly ended: (id: string, how: PageEnd) => void;
  /** The person is active: resets the idle timer. */
  readonly active: () => void;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly log: Log;
}

interface OpenPage {
  readonly window: BrowserWindow;
  readonly shown: Promise<PageEnd | null>;
  readonly end: (how: PageEnd) => void;
}

const SIZE = { width: 520, height: 760 };
/** Time limit for loading a page, ms. */
const LOAD_BOUND_MS = 30_000;
/** Chromium's error for a navigation replaced by another one. */
const ABORTED = -3;
/** Chromium's errors for a blocked redirect: by our rules, as unsafe, or for its scheme. */
const STOPPED: ReadonlySet<number> = new Set([-10, -20, -301, -302, -311]);

/** Creates an in-memory session that is not shared with the program or another payment. */
function pageSession(rules: PageRules): Session {
  const session = sessions.fromPartition(`payment-${randomUUID()}`, { cache: false });
  // Permissions, devices and downloads are denied for every new session; requests are limited here.
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, answer) => {
    answer({ cancel: !rules.mayLoad(url) });
  });
  return session;
}

function makeWindow(session: Session, parent: BrowserWindow | null): BrowserWindow {
  const area = screen.getDisplayMatching(parent?.getBounds() ?? { x: 0, y: 0, ...SIZE }).workArea;
  const window = new BrowserWindow({
    width: Math.min(SIZE.width, area.width),
    height: Math.min(SIZE.height, area.height),
    ...(parent === null ? {} : { parent }),
    // Not modal: the payment's state and its cancel button stay usable.
    modal: false,
    show: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    title: '',
    webPreferences: {
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      enableWebSQL: false,
      devTools: false,
    },
  });
  // Removes the program's menu (reload, zoom). On macOS the menu does not belong to a window.
  if (process.platform !== 'darwin') window.removeMenu();
  return window;
}

/** Ends the page on a failed load, a crash, a forbidden navigation or the return address. */
function watchContents(contents: WebContents, rules: PageRules, end: (how: PageEnd) => void, log: Log): void {
  let hasLoaded = false;
  const fail = (): void => end(hasLoaded ? 'page-broke' : 'page-failed');
  // From here on the payer may confirm, even if resources are still loading.
  const loaded = (): void => {
    hasLoaded = true;
  };
  contents.on('dom-ready', loaded);
  contents.on('did-finish-load', loaded);
  setNavigationRule(contents, (address, isMainFrame) => {
    const verdict = rules.judge(address, isMainFrame);
    if (verdict === 'visit') return true;
    if (verdict === 'returned') {
      end('returned');
    } else {
      log.warn('payment page led elsewhere', { isMainFrame });
      // A frame is only stopped; a page that navigates elsewhere is closed.
      if (isMainFrame) end('page-refused');
    }
    return false;
  });
  contents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (!isMainFrame || code === ABORTED) return;
    if (STOPPED.has(code)) end('page-refused');
    else fail();
  });
  contents.on('did-navigate', (_event, address, status) => {
    const verdict = rules.judge(address, true);
    if (verdict === 'returned') end('returned');
    else if (verdict === 'refuse') end('page-refused');
    else if (status >= 500) fail();
  });
  contents.on('render-process-gone', fail);
  // A page cannot prevent closing, and gets no client certificate.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-client-certificate', (event, _url, _list, choose) => {
    event.preventDefault();
    // Without an argument it continues without a certificate; the types lack that.
    (choose as () => void)();
  });
}

/** Creates the payment windows, one per payment, without preload and with separate sessions. */
export function createPaymentWindows(ports: PaymentWindowPorts): PaymentPages {
  const open = new Map<string, OpenPage>();
  /** Ids of windows that wait for the service's origin and were not closed meanwhile. */
  const opening = new Set<string>();

  const begin = (id: string, pageUrl: string, rules: PageRules): OpenPage => {
    const session = pageSession(rules);
    const parent = ports.parent();
    const window = makeWindow(session, parent);
    const { webContents: contents } = window;
    let tell: (how: PageEnd | null) => void = () => undefined;
    const shown = new Promise<PageEnd | null>((resolve) => {
      tell = resolve;
    });
    const end = (how: PageEnd): void => {
      if (open.get(id)?.window !== window) return;
      open.delete(id);
      stopTimer();
      tell(how);
      ports.ended(id, how);
      if (window.isDestroyed()) return;
      window.hide();
      // Destroying contents inside their own event crashes.
      setImmediate(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    };
    const stopTimer = ports.later(LOAD_BOUND_MS, () => end('page-failed'));
    const page: OpenPage = { window, shown, end };
    open.set(id, page);
    watchContents(contents, rules, end, ports.log);
    // Not every system closes child windows with their parent, and the program ends only with its last window.
    const parentClosed = (): void => end('window-closed');
    parent?.once('closed', parentClosed);
    window.on('closed', () => {
      parent?.removeListener('closed', parentClosed);
      end('window-closed');
      session.clearStorageData().catch(() => undefined);
    });
    window.on('page-title-updated', (event) => event.preventDefault());
    contents.on('did-navigate', (_event, address) => {
      if (!window.isDestroyed()) window.setTitle(titleOf(address));
    });
    const isActive = createActivityFilter(() => screen.getCursorScreenPoint());
    contents.on('input-event', (_event, { type }) => {
      if (isActive(type)) ports.active();
    });
    const onLoaded = (): void => {
      stopTimer();
      tell(null);
    };
    contents.once('dom-ready', onLoaded);
    contents.once('did-finish-load', onLoaded);
    window.once('ready-to-show', () => window.show());
    window.setTitle(titleOf(pageUrl));
    // Failures are handled by the events of the contents.
    window.loadURL(pageUrl).catch(() => undefined);
    return page;
  };
  const bring = ({ window, shown }: OpenPage): Promise<PageEnd | null> => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return shown;
  };
  const refuse = (id: string, how: PageEnd): PageEnd => {
    ports.ended(id, how);
    return how;
  };
  return {
    async show(id, payment: Payment): Promise<PageEnd | null> {
      const there = open.get(id);
      if (there) return bring(there);
      const { pageUrl, pageOrigins, returnUrl } = payment;
      opening.add(id);
      const origin = await ports.origin();
      const meanwhile = open.get(id);
      if (meanwhile) return bring(meanwhile);
      // Meanwhile the program was locked, the account signed out, or the payment became final.
      if (!opening.delete(id)) return refuse(id, 'window-closed');
      if (pageUrl === null || origin === null) return refuse(id, 'page-failed');
      const rules = createPageRules({ pageUrl, pageOrigins, returnUrl }, origin);
      if (rules === null) {
        ports.log.warn('payment page not allowed');
        return refuse(id, 'page-refused');
      }
      return begin(id, pageUrl, rules).shown;
    },
    close(id): void {
      opening.delete(id);
      open.get(id)?.end('window-closed');
    },
    closeAll(): void {
      opening.clear();
      for (const page of [...open.values()]) page.end('window-closed');
    },
  };
}
