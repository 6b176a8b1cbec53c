import path from 'node:path';
import { BrowserWindow, nativeTheme, screen, type Rectangle, type TitleBarOverlay } from 'electron';
import type { WindowPlace } from '../storage/boot-file.ts';
import { appPage } from '../security/app-files.ts';
import { TITLE_BAR_HEIGHT, windowColours } from './theme-colours.ts';
import { placeWindow, smallestWindow } from './window-bounds.ts';

function overlay(): TitleBarOverlay {
  const { background, symbol } = windowColours(nativeTheme.shouldUseDarkColors);
  return { color: background, symbolColor: symbol, height: TITLE_BAR_HEIGHT };
}

/** Work areas, the primary one first. Asking for all displays is only needed for a remembered place. */
function workAreas(): [Rectangle, ...Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary.workArea, ...others.map((display) => display.workArea)];
}

/** Makes the program's window, with the theme's background from its first frame, and begins to load the page. */
export function openWindow(appFolder: string, remembered: WindowPlace | null, dev: boolean): BrowserWindow {
  const mac = process.platform === 'darwin';
  const window = new BrowserWindow({
    ...placeWindow(remembered, workAreas()),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Plus Cabinet',
    backgroundColor: windowColours(nativeTheme.shouldUseDarkColors).background,
    titleBarStyle: mac ? 'hiddenInset' : 'hidden',
    ...(mac ? {} : { titleBarOverlay: overlay() }),
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(appFolder, 'dist', 'preload', 'index.cjs'),
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
      devTools: dev,
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  if (remembered?.maximised) window.maximize();
  return window;
}

/** Loads the one page. A failure is told by the window's own events. */
export function loadPage(window: BrowserWindow): void {
  window.loadURL(appPage).catch(() => undefined);
}

/** Follows the theme: window background and the colours of the window's buttons. */
export function paintWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  window.setBackgroundColor(windowColours(nativeTheme.shouldUseDarkColors).background);
  if (process.platform !== 'darwin') window.setTitleBarOverlay(overlay());
}

/** The window's place as it is worth remembering. */
export function placeOf(window: BrowserWindow): WindowPlace {
  const { x, y, width, height } = window.getNormalBounds();
  return { x, y, width, height, maximised: window.isMaximized() };
}

/** Brings the window to the person, wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
