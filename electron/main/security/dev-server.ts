import { contentPolicy } from './content-policy.ts';

/** Set at build: `true` only in the builds of `npm run dev`. A program that ships contains no code for it. */
declare const __DEV_SERVER__: boolean;
export const devServerBuild: boolean = typeof __DEV_SERVER__ === 'boolean' && __DEV_SERVER__;

const devSwitch = '--dev-server=';

/**
 * Origin of the Vite development server that serves the renderer, from the switch that `npm run dev` passes. Null in a
 * packaged program, whatever its switches say, and without the switch.
 * @throws when the address is not `http://127.0.0.1:<port>`
 */
export function devServerOrigin(argv: readonly string[], isPackaged: boolean): string | null {
  const address = argv.findLast((arg) => arg.startsWith(devSwitch))?.slice(devSwitch.length);
  if (isPackaged || address === undefined) return null;
  if (!/^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(address) || !URL.canParse(address)) {
    throw new Error('The development server has to be at http://127.0.0.1:<port>.');
  }
  return address;
}

/** Address of the development server's WebSocket, over which Vite announces changed modules. */
function devSocket(origin: string): string {
  return origin.replace('http:', 'ws:');
}

/** Whether an address is the development server's WebSocket: the only one beside `app:` that the page may connect to. */
export function isDevSocket(address: string, origin: string | null): boolean {
  if (origin === null || !URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return `${protocol}//${host}` === devSocket(origin) && username === '' && password === '';
}

/** The content policy in development: the shipped one, with Vite's WebSocket and the style elements that Vite inserts. */
export function devContentPolicy(origin: string): string {
  return contentPolicy
    .replace("connect-src 'none'", `connect-src ${devSocket(origin)}`)
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
}
