import type { ElectronApplication } from '@playwright/test';

/** Result of a raw call: the response, or the error message. */
export interface RawOutcome {
  readonly value: { readonly ok?: boolean; readonly failure?: unknown } | null;
  readonly thrown: string | null;
}

/**
 * A page that the test adds to the running program, with Node and without the preload, so that it can call any channel
 * with any input: an attacker who already controls the page.
 */
export class RawCaller {
  readonly #app: ElectronApplication;
  readonly #window: number;
  readonly #frame: boolean;

  private constructor(app: ElectronApplication, window: number, frame: boolean) {
    this.#app = app;
    this.#window = window;
    this.#frame = frame;
  }

  /** Opens it at an address; with `frame`, calls are made from a frame in that page. */
  static async open(app: ElectronApplication, address: string, { frame = false } = {}): Promise<RawCaller> {
    const id = await app.evaluate(
      async ({ BrowserWindow, session }, [url, inside]) => {
        // A separate session: the program's session blocks foreign addresses and serves its own pages.
        const own = session.fromPartition(`raw-${Math.random()}`);
        own.webRequest.onBeforeRequest(null);
        own.protocol.handle('app', (request) => {
          const outer = inside && request.url.endsWith('/index.html');
          const html = outer ? '<iframe src="app://cabinet/index.html?frame"></iframe>' : '<title>raw</title>';
          return new Response(html, { headers: { 'content-type': 'text/html' } });
        });
        const window = new BrowserWindow({
          show: false,
          webPreferences: {
            session: own,
            nodeIntegration: true,
            nodeIntegrationInSubFrames: true,
            contextIsolation: false,
            sandbox: false,
          },
        });
        await window.loadURL(url);
        return window.id;
      },
      [address, frame] as const,
    );
    return new RawCaller(app, id, frame);
  }

  /** Calls the channel once for each input, one after the other. */
  async invokeEach(channel: string, inputs: readonly unknown[]): Promise<readonly RawOutcome[]> {
    const where = this.#frame ? `document.querySelector('iframe').contentWindow.require` : `require`;
    return (await this.#run(
      `(async () => {
        const { ipcRenderer } = ${where}('electron');
        const outcomes = [];
        for (const input of [${inputs.map(literal).join(',')}]) {
          try { outcomes.push({ value: await ipcRenderer.invoke(${JSON.stringify(channel)}, input), thrown: null }); }
          catch (error) { outcomes.push({ value: null, thrown: String(error) }); }
        }
        return outcomes;
      })()`,
    )) as RawOutcome[];
  }

  async close(): Promise<void> {
    await this.#app.evaluate(({ BrowserWindow }, id) => {
      BrowserWindow.fromId(id)?.destroy();
    }, this.#window);
  }

  #run(code: string): Promise<unknown> {
    return this.#app.evaluate(
      async ({ BrowserWindow }, [id, text]) => {
        const answer: unknown = await BrowserWindow.fromId(id)?.webContents.executeJavaScript(text);
        return answer;
      },
      [this.#window, code] as const,
    );
  }
}

/** A value as source text; includes values that JSON cannot represent. */
export function literal(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return JSON.stringify(value);
}
