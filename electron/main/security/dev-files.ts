import type { AppFiles } from './app-scheme.ts';
import { appHost, appScheme } from './app-files.ts';
import { bootPage } from './boot-page.ts';
import { securityHeaders } from './content-policy.ts';
import { devContentPolicy } from './dev-server.ts';

/** Request headers by which Vite decides in which form it serves a module. */
const forwarded = ['accept', 'sec-fetch-dest'];

/**
 * The renderer's files from the development server, under the same `app:` origin as the built ones: navigation rules and
 * the sender check of IPC are those of the program that ships.
 *
 * @param origin of the development server
 */
export function openDevFiles(origin: string): AppFiles {
  const headers = {
    ...securityHeaders,
    'content-security-policy': devContentPolicy(origin),
    'cache-control': 'no-store',
  };
  const ask = async ({ pathname, search }: URL, request: Request): Promise<Response | null> => {
    const asked = forwarded.flatMap((name): [string, string][] => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    try {
      // Node's fetch: requests of Electron's pass the guards of the session, which refuse http.
      return await fetch(`${origin}${pathname}${search}`, { headers: Object.fromEntries(asked), redirect: 'error' });
    } catch {
      return null;
    }
  };
  return {
    serve(session, boot, onServed): void {
      session.protocol.handle(appScheme, async (request) => {
        const url = new URL(request.url);
        if (request.method !== 'GET' || url.host !== appHost) return new Response(null, { status: 404, headers });
        const answer = await ask(url, request);
        if (answer === null) return new Response(null, { status: 502, headers });
        const type = answer.headers.get('content-type') ?? 'application/octet-stream';
        const page = url.pathname === '/index.html';
        const body = page ? bootPage(await answer.text(), boot()) : new Uint8Array(await answer.arrayBuffer());
        // Vite's modules are not named in the page: the page itself counts as served.
        if (page) onServed('index.html', 0);
        return new Response(body, { status: answer.status, headers: { ...headers, 'content-type': type } });
      });
    },
  };
}
