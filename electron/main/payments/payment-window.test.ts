import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../logging/log.ts';
import { guardContents } from '../security/contents-guards.ts';
import { rest, paymentOf } from '#tests/main/payments.fixture.ts';
import type { PageEnd } from './payment-ports.ts';

interface Made {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly window: FakeWindow;
}
type Cancel = (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void;

class FakeContents extends EventEmitter {
  setWindowOpenHandler = vi.fn();
}
class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  destroyed = false;
  title = '';
  getBounds = (): object => ({ x: 0, y: 0, width: 900, height: 600 });
  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => true;
  restore = vi.fn();
  show = vi.fn();
  hide = vi.fn();
  focus = vi.fn();
  removeMenu = vi.fn();
  loadURL = vi.fn(() => Promise.resolve());
  setTitle = (title: string): void => {
    this.title = title;
  };
  destroy = (): void => {
    this.destroyed = true;
    this.emit('closed');
  };
}

const electron = vi.hoisted(() => ({
  made: [] as unknown[],
  partitions: [] as string[],
  network: [] as unknown[],
}));
vi.mock('electron', () => ({
  BrowserWindow: function (options: Electron.BrowserWindowConstructorOptions) {
    const window = new FakeWindow();
    guardContents(window.webContents as never, log);
    electron.made.push({ options, window } satisfies Made);
    return window;
  },
  screen: {
    getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 900, height: 600 } }),
    getCursorScreenPoint: () => ({ x: 1, y: 1 }),
  },
  session: {
    fromPartition: (name: string) => {
      electron.partitions.push(name);
      return {
        webRequest: { onBeforeRequest: (_filter: object, listener: unknown) => electron.network.push(listener) },
        clearStorageData: () => Promise.resolve(),
      };
    },
  },
}));
const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { createPaymentWindows } = await import('./payment-window.ts');

function setUp(origin: string | null = 'https://operator.example') {
  const ended: [string, PageEnd][] = [];
  const due: (() => void)[] = [];
  const active = vi.fn();
  const parent = new FakeWindow();
  const windows = createPaymentWindows({
    parent: () => parent as never,
    origin: () => Promise.resolve(origin),
    ended: (id, how) => ended.push([id, how]),
    active,
    later: (_ms, run) => {
      due.push(run);
      return () => due.splice(due.indexOf(run), 1);
    },
    log,
  });
  return { windows, ended, due, active, parent };
}
const last = (): Made => electron.made.at(-1) as Made;
const payment = paymentOf('pay-1');

/** Makes the window's contents navigate; true if that was prevented. */
function leave(kind: string, url: string, isMainFrame = true): boolean {
  const event = { url, isMainFrame, preventDefault: vi.fn() };
  last().window.webContents.emit(kind, event);
  return event.preventDefault.mock.calls.length > 0;
}

beforeEach(() => {
  electron.made.length = 0;
  electron.partitions.length = 0;
});

test('a payment window has no preload, no Node, and its own session that is cleared afterwards', async () => {
  const { windows } = setUp();
  void windows.show('r1', payment);
  void windows.show('r2', paymentOf('pay-2'));
  await rest();
  const { webPreferences } = last().options;
  expect(webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: false,
  });
  expect(webPreferences).not.toHaveProperty('preload');
  expect(webPreferences?.session).toBeDefined();
  expect(new Set(electron.partitions).size).toBe(2);
  for (const name of electron.partitions) expect(name).not.toMatch(/^persist:/);
  // Within the screen's work area.
  expect(last().options).toMatchObject({ width: 520, height: 600, modal: false });
});

test('the title is the host, not the page’s title', async () => {
  const { windows } = setUp();
  void windows.show('r1', payment);
  await rest();
  const { window } = last();
  expect(window.title).toBe('pay.example');
  const named = { preventDefault: vi.fn() };
  window.emit('page-title-updated', named, 'Your bank');
  expect(named.preventDefault).toHaveBeenCalled();
  window.webContents.emit('did-navigate', {}, 'https://pay.example/step', 200);
  expect(window.title).toBe('pay.example');
});

test.each([
  'file:///etc/passwd',
  'smb://server/share',
  'plus-cabinet://password-reset?token=x',
  'https://pay.example.evil.example/',
  'https://рay.example/',
  'http://pay.example/',
  'javascript:alert(1)',
])('a page that navigates to %s is closed', async (address) => {
  for (const kind of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    const { windows, ended } = setUp();
    const shown = windows.show('r1', payment);
    await rest();
    expect(leave(kind, address)).toBe(true);
    expect(await shown).toBe('page-refused');
    await rest();
    expect(ended).toEqual([['r1', 'page-refused']]);
    expect(last().window.destroyed).toBe(true);
  }
});

test('a frame that navigates elsewhere is stopped, and the page stays', async () => {
  const { windows, ended } = setUp();
  void windows.show('r1', payment);
  await rest();
  expect(leave('will-frame-navigate', 'https://evil.example/', false)).toBe(true);
  expect(leave('will-frame-navigate', 'https://pay.example/3ds', false)).toBe(false);
  expect(leave('will-navigate', 'https://pay.example/next')).toBe(false);
  expect(ended).toEqual([]);
});

test('pop-ups and webviews are refused, and requests are limited to the payment’s origins', async () => {
  const { windows } = setUp();
  void windows.show('r1', payment);
  await rest();
  const { webContents } = last().window;
  const opener = webContents.setWindowOpenHandler.mock.calls[0]?.[0] as () => object;
  expect(opener()).toEqual({ action: 'deny' });
  const cancelled = (url: string): boolean => {
    let verdict = false;
    (electron.network.at(-1) as Cancel)({ url }, ({ cancel }) => {
      verdict = cancel;
    });
    return verdict;
  };
  expect(cancelled('https://pay.example/card.js')).toBe(false);
  for (const url of ['https://evil.example/x.js', 'file:///etc/passwd', 'app://cabinet/', 'http://127.0.0.1:1/']) {
    expect(cancelled(url)).toBe(true);
  }
  const certificate = { preventDefault: vi.fn() };
  const choose = vi.fn();
  webContents.emit('select-client-certificate', certificate, '', [], choose);
  expect(certificate.preventDefault).toHaveBeenCalled();
  expect(choose).toHaveBeenCalledWith();
});

test('the return address closes the window and reports only that', async () => {
  const { windows, ended } = setUp();
  void windows.show('r1', payment);
  await rest();
  expect(leave('will-redirect', 'https://operator.example/payments/return?status=paid')).toBe(true);
  await rest();
  expect(ended).toEqual([['r1', 'returned']]);
  expect(last().window.destroyed).toBe(true);
});

test.each<[string, (window: FakeWindow) => void, PageEnd | null]>([
  ['no connection', ({ webContents }) => webContents.emit('did-fail-load', {}, -102, '', '', true), 'page-failed'],
  [
    'a stopped redirect',
    ({ webContents }) => webContents.emit('did-fail-load', {}, -311, '', '', true),
    'page-refused',
  ],
  ['another navigation', ({ webContents }) => webContents.emit('did-fail-load', {}, -3, '', '', true), null],
  ['a broken picture', ({ webContents }) => webContents.emit('did-fail-load', {}, -102, '', '', false), null],
  ['a crash', ({ webContents }) => webContents.emit('render-process-gone', {}, {}), 'page-failed'],
  [
    'an error of the server',
    ({ webContents }) => webContents.emit('did-navigate', {}, 'https://pay.example/', 502),
    'page-failed',
  ],
  ['the person', (window) => window.destroy(), 'window-closed'],
  [
    'a failure after it stood',
    ({ webContents }) => {
      webContents.emit('did-finish-load');
      webContents.emit('did-fail-load', {}, -101, '', '', true);
    },
    'page-broke',
  ],
])('ended by %s', async (_name, act, how) => {
  const { windows, ended } = setUp();
  void windows.show('r1', payment);
  await rest();
  act(last().window);
  await rest();
  expect(ended).toEqual(how === null ? [] : [['r1', how]]);
  expect(last().window.destroyed).toBe(how !== null);
});

test('a page that never loads fails after the time limit; a loaded one stays', async () => {
  const { windows, ended, due } = setUp();
  const shown = windows.show('r1', payment);
  await rest();
  due[0]?.();
  expect(await shown).toBe('page-failed');
  const second = windows.show('r2', payment);
  await rest();
  last().window.webContents.emit('did-finish-load');
  expect(await second).toBeNull();
  expect(due).toEqual([]);
  expect(ended).toEqual([['r1', 'page-failed']]);
});

test('a page whose picture never loads counts as loaded: its failure leaves the outcome unknown', async () => {
  const { windows, ended, due } = setUp();
  const shown = windows.show('r1', payment);
  await rest();
  const { webContents } = last().window;
  webContents.emit('dom-ready');
  expect(await shown).toBeNull();
  expect(due).toEqual([]);
  webContents.emit('did-fail-load', {}, -101, '', '', true);
  expect(ended).toEqual([['r1', 'page-broke']]);
});

test.each<[string, (windows: ReturnType<typeof setUp>['windows']) => void]>([
  ['the lock fell', (windows) => windows.closeAll()],
  ['the payment came to its end', (windows) => windows.close('r1')],
])('%s while waiting for the service: no window opens', async (_why, act) => {
  const { windows, ended } = setUp();
  const shown = windows.show('r1', payment);
  act(windows);
  expect(await shown).toBe('window-closed');
  expect(ended).toEqual([['r1', 'window-closed']]);
  expect(electron.made).toHaveLength(0);
  // A new request opens it.
  void windows.show('r1', payment);
  await rest();
  expect(electron.made).toHaveLength(1);
});

test('a second request focuses the window; close ends one, closeAll all', async () => {
  const { windows, ended } = setUp();
  void windows.show('r1', payment);
  await rest();
  void windows.show('r1', payment);
  void windows.show('r2', paymentOf('pay-2'));
  await rest();
  expect(electron.made).toHaveLength(2);
  expect((electron.made[0] as Made).window.focus).toHaveBeenCalled();
  windows.close('r1');
  windows.closeAll();
  await rest();
  expect(ended).toEqual([
    ['r1', 'window-closed'],
    ['r2', 'window-closed'],
  ]);
});

test('it closes with the main window and removes its listeners', async () => {
  const { windows, ended, parent } = setUp();
  void windows.show('r1', payment);
  await rest();
  expect(last().options.parent).toBe(parent);
  windows.close('r1');
  await rest();
  expect(parent.listenerCount('closed')).toBe(0);
  void windows.show('r2', payment);
  await rest();
  parent.destroy();
  await rest();
  expect(ended.at(-1)).toEqual(['r2', 'window-closed']);
  expect(last().window.destroyed).toBe(true);
});

test('without an address, or with one that is not allowed, no window opens', async () => {
  for (const [origin, page, how] of [
    [null, payment, 'page-failed'],
    ['https://operator.example', paymentOf('p', { pageUrl: null }), 'page-failed'],
    ['https://operator.example', paymentOf('p', { pageUrl: 'https://evil.example/' }), 'page-refused'],
    [
      'https://operator.example',
      paymentOf('p', { pageUrl: 'http://127.0.0.1:1/', pageOrigins: ['http://127.0.0.1:1'] }),
      'page-refused',
    ],
  ] as const) {
    const { windows, ended } = setUp(origin);
    expect(await windows.show('r1', page)).toBe(how);
    expect(ended).toEqual([['r1', how]]);
  }
  expect(electron.made).toHaveLength(0);
});

test('typing on the payment page resets the idle timer; a still pointer does not', async () => {
  const { windows, active } = setUp();
  void windows.show('r1', payment);
  await rest();
  last().window.webContents.emit('input-event', {}, { type: 'mouseMove' });
  expect(active).not.toHaveBeenCalled();
  last().window.webContents.emit('input-event', {}, { type: 'keyDown' });
  expect(active).toHaveBeenCalledTimes(1);
});
