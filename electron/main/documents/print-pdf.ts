import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BrowserWindow, session, type Session } from 'electron';
import { appPage } from '../security/app-files.ts';
import { documentStyle } from './document-style.ts';
import { html } from './markup.ts';
import type { Paper } from './template.ts';

/** Makes a PDF of a document; one at a time. Errors: the abort of `signal`, and what Chromium says. */
export type PrintPdf = (paper: Paper, signal: AbortSignal) => Promise<Uint8Array>;

/** Nothing but the page, its style and its faces; in particular no script. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
/** Faces of the printed page, by the beginnings of the names that the build gives them. */
const faces: Readonly<Record<string, string>> = {
  '/inter-latin.woff2': 'inter-latin-opsz-normal',
  '/inter-cyrillic.woff2': 'inter-cyrillic-opsz-normal',
  '/inter-latin-ext.woff2': 'inter-latin-ext-wght-normal',
};
const inches = (millimetres: number): number => millimetres / 25.4;
/**
 * A page is loaded before its faces are, where nothing was laid out until then; and a line in which one sign waits for its
 * face (the rouble's is in a file of its own) is printed empty. Each is loaded, or known not to come.
 */
const FACES_THERE = 'Promise.allSettled([...document.fonts].map((face) => face.load())).then(() => null)';
/** Apart from the page's own world, in which nothing runs. Any number but those that Electron uses (0 and 999). */
const PRINT_WORLD = 1_001;
/** A document that is not printed by then never will be. */
const PRINT_BOUND_MS = 120_000;

/** The foot of each sheet: what it is, and which one of how many. Chromium fills in the two classes. */
function footOf({ foot, sheet: [before, between] }: Paper): string {
  return html`<div
    style="display: flex; justify-content: space-between; gap: 12pt; width: 100%; padding: 0 16mm; color: #4a5260; font: 7pt Inter, 'Segoe UI', Arial, sans-serif"
  >
    <span>${foot}</span
    ><span style="white-space: nowrap"
      >${before}<span class="pageNumber"></span>${between}<span class="totalPages"></span
    ></span>
  </div>`.markup;
}

/**
 * Prints in a window nobody sees: sandboxed, without a preload, scripts of its own or the network, in a session in memory.
 * The guards of every session and page of the program hold there too: nothing but `app:` can be loaded.
 *
 * @param rendererFolder the built renderer, where the faces are
 */
export function createPrintPdf(rendererFolder: string): PrintPdf {
  let page: string | null = null;
  let opened: Session | null = null;

  async function face(name: string): Promise<Buffer | null> {
    const beginning = faces[name];
    if (beginning === undefined) return null;
    const folder = path.join(rendererFolder, 'assets');
    const file = (await readdir(folder)).find((one) => one.startsWith(beginning) && one.endsWith('.woff2'));
    return file === undefined ? null : readFile(path.join(folder, file));
  }
  async function answer(address: string): Promise<Response> {
    const { pathname } = new URL(address);
    const as = (type: string, body: string | Uint8Array<ArrayBuffer>): Response =>
      new Response(body, { headers: { ...headers, 'content-type': type } });
    if (pathname === '/index.html' && page !== null) return as('text/html; charset=utf-8', page);
    if (pathname === '/document.css') return as('text/css; charset=utf-8', documentStyle);
    const bytes = await face(pathname);
    return bytes === null ? new Response(null, { status: 404, headers }) : as('font/woff2', new Uint8Array(bytes));
  }
  function ownSession(): Session {
    if (opened === null) {
      opened = session.fromPartition('documents', { cache: false });
      opened.protocol.handle('app', (request) => answer(request.url));
    }
    return opened;
  }
  return async (paper, signal) => {
    signal.throwIfAborted();
    page = paper.html;
    const window = new BrowserWindow({
      show: false,
      width: 794,
      height: 1123,
      webPreferences: {
        session: ownSession(),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        disableDialogs: true,
        spellcheck: false,
        devTools: false,
      },
    });
    const close = (): void => {
      if (!window.isDestroyed()) window.destroy();
    };
    const bound = setTimeout(close, PRINT_BOUND_MS);
    signal.addEventListener('abort', close, { once: true });
    try {
      await window.loadURL(appPage);
      await window.webContents.executeJavaScriptInIsolatedWorld(PRINT_WORLD, [{ code: FACES_THERE }]);
      return await window.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: footOf(paper),
        margins: { top: inches(16), bottom: inches(18), left: inches(16), right: inches(16) },
        generateTaggedPDF: true,
      });
    } finally {
      clearTimeout(bound);
      signal.removeEventListener('abort', close);
      page = null;
      close();
    }
  };
}
