import path from 'node:path';

/** The renderer's one origin. */
export const appScheme = 'app';
export const appHost = 'cabinet';
export const appOrigin = `${appScheme}://${appHost}`;
export const appPage = `${appOrigin}/index.html`;

/** The only kinds of file that the renderer is made of; anything else is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** A file of the renderer: path inside its folder (forward slashes) and media type. */
export interface AppFile {
  readonly name: string;
  readonly type: string;
}

/** Letters, digits, dot, dash, underscore and slash: no escapes, no back slashes, no drive letters, no streams. */
const plainPath = /^\/[A-Za-z0-9_\-./]*$/;

/**
 * Which file an address names; null for anything that is not a plain file of the renderer. The raw path is matched
 * before anybody decodes it, so there is no second spelling of "..".
 */
export function appFile(address: string): AppFile | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return null;
  const pathname = url.pathname === '/' ? '/index.html' : url.pathname;
  if (!plainPath.test(pathname)) return null;
  const name = pathname.slice(1);
  if (name.split('/').some((part) => part === '' || part.startsWith('.'))) return null;
  const type = mediaTypes[path.posix.extname(name)];
  return type === undefined ? null : { name, type };
}
