import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { appFile, appScheme } from './app-files.ts';
import { bootPage, type Boot } from './boot-page.ts';
import { securityHeaders } from './content-policy.ts';

/** Makes `app:` a scheme with an origin of its own. Has to happen before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The renderer's files, read once. */
export interface AppFiles {
  /**
   * Serves the files to a session. `boot` is asked each time the page itself is; `onServed` is told of each file, and how
   * many of those that the page names are still to come.
   */
  serve(session: Session, boot: () => Boot, onServed: (name: string, toCome: number) => void): void;
}

/** @param folder the built renderer; nothing outside of it is ever served */
export function openAppFiles(folder: string): AppFiles {
  const cache = new Map<string, Promise<Buffer>>();
  const content = (name: string): Promise<Buffer> => {
    const known = cache.get(name);
    if (known) return known;
    const reading = readFile(path.join(folder, name));
    cache.set(name, reading);
    reading.catch(() => cache.delete(name));
    return reading;
  };
  // Reading starts now, while Chromium is still starting.
  content('index.html').catch(() => undefined);
  return {
    serve(session, boot, onServed): void {
      const toCome = new Set<string>();
      session.protocol.handle(appScheme, async (request) => {
        const file = request.method === 'GET' ? appFile(request.url) : null;
        const bytes = file && (await content(file.name).catch(() => null));
        if (!file || !bytes) return new Response(null, { status: 404, headers: securityHeaders });
        const page = file.name === 'index.html';
        const html = page ? bootPage(bytes.toString('utf8'), boot()) : null;
        const body = html === null ? bytes : Buffer.from(html);
        for (const [, named] of html?.matchAll(/\b(?:src|href)="\/([^"]+)"/g) ?? []) toCome.add(named ?? '');
        toCome.delete(file.name);
        onServed(file.name, toCome.size);
        return new Response(new Uint8Array(body), {
          headers: {
            ...securityHeaders,
            'content-type': file.type,
            'content-length': String(body.byteLength),
            'cache-control': page ? 'no-store' : 'max-age=31536000, immutable',
          },
        });
      });
    },
  };
}
