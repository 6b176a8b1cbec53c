import { appHost, appScheme } from './app-files.ts';
import { isDevSocket } from './dev-server.ts';

/**
 * Whether a window of the program may go to an address: only its own page, by parsed parts. An address that cannot be
 * parsed is refused.
 */
export function mayNavigate(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === '' &&
    url.password === '' &&
    (url.pathname === '/' || url.pathname === '/index.html')
  );
}

/**
 * Whether the renderer's session may load an address at all.
 *
 * @param devServer origin of the development server; null in every program that ships
 */
export function mayLoad(address: string, devServer: string | null = null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === `${appScheme}:`) return url.host === appHost;
  if (isDevSocket(address, devServer)) return true;
  // Pictures made of data (the content policy allows them as images alone).
  return url.protocol === 'data:';
}
