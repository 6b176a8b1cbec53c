import { randomUUID } from 'node:crypto';
import { BrowserWindow, screen, type Session, session as sessions, type WebContents } from 'electron';
import type { Payment } from '#protocol/api/payments.ts';
import type { Log } from '../logging/log.ts';
import { createActivityFilter } from '../desktop/activity.ts';
import { setNavigationRule } from '../security/contents-guards.ts';
import { createPageRules, titleOf, type PageRules } from './page-rules.ts';
import type { PageEnd, PaymentPages } from './payment-ports.ts';

/** What the windows need of the program. */
export interface PaymentWindowPorts {
  /** The program's window: payments stand above it and close with it. */
  readonly parent: () => BrowserWindow | null;
  /** The operator service's origin; null: not known. */
  readonly origin: () => Promise<string | null>;
  readonly ended: (id: string, how: PageEnd) => void;
  /** Somebody is there: the idle time begins anew. */
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
/** A page that stands for nobody after so long has failed. */
const LOAD_BOUND_MS = 30_000;
/** Chromium's own word for "another navigation took its place". */
const ABORTED = -3;
/** Its words for a redirect that was stopped: by the rules here, as unsafe, or for its scheme. */
const STOPPED: ReadonlySet<number> = new Set([-10, -20, -301, -302, -311]);

/** A session of this payment alone: in memory, with nothing of the program's or of another payment's in it. */
function pageSession(rules: PageRules): Session {
  const session = sessions.fromPartition(`payment-${randomUUID()}`, { cache: false });
  // Permissions, devices and downloads are shut for every session as it is made; the network is opened this far.
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
    // Not modal: what the program says of the payment, and calling it off, stay within reach.
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
  // No reload, no tools, no zoom of the program's menu; on macOS the menu is nobody's window's.
  if (process.platform !== 'darwin') window.removeMenu();
  return window;
}

/** Ends the page by what its contents do: a failed load, a crash, an address that is not its own, the way back. */
function watchContents(contents: WebContents, rules: PageRules, end: (how: PageEnd) => void, log: Log): void {
  let stood = false;
  const fail = (): void => end(stood ? 'page-broke' : 'page-failed');
  // From here on somebody may confirm there, though a picture of it may still be on its way.
  const stands = (): void => {
    stood = true;
  };
  contents.on('dom-ready', stands);
  contents.on('did-finish-load', stands);
  setNavigationRule(contents, (address, isMainFrame) => {
    const verdict = rules.judge(address, isMainFrame);
    if (verdict === 'visit') return true;
    if (verdict === 'returned') {
      end('returned');
    } else {
      log.warn('payment page led elsewhere', { isMainFrame });
      // A frame within the page is only held; a page that itself wants to leave is not trusted any further.
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
  // A page does not keep its window open, and gets no certificate of this computer.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-client-certificate', (event, _url, _list, choose) => {
    event.preventDefault();
    // Called with nothing it goes on without one, which the types do not know.
    (choose as () => void)();
  });
}

/** The windows of payments, one a payment. None has a preload, none shares a session with anything. */
export function createPaymentWindows(ports: PaymentWindowPorts): PaymentPages {
  const open = new Map<string, OpenPage>();
  /** Those about to open, for which nobody said meanwhile that they are not to. */
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
      callOff();
      tell(how);
      ports.ended(id, how);
      if (window.isDestroyed()) return;
      window.hide();
      // Contents do not survive being destroyed in the midst of an event of their own.
      setImmediate(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    };
    const callOff = ports.later(LOAD_BOUND_MS, () => end('page-failed'));
    const page: OpenPage = { window, shown, end };
    open.set(id, page);
    watchContents(contents, rules, end, ports.log);
    // Systems do not agree on whether a window takes those above it along; the program would not end without its last one.
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
    const stands = (): void => {
      callOff();
      tell(null);
    };
    contents.once('dom-ready', stands);
    contents.once('did-finish-load', stands);
    window.once('ready-to-show', () => window.show());
    window.setTitle(titleOf(pageUrl));
    // A failure is told by the contents' own events.
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
      // The service may be long in coming: the lock fell since, the account was left, or the payment came to its end.
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
