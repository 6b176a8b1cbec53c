import { oauth } from '#protocol/api/identity.ts';
import { paths } from '#protocol/api/paths.ts';
import type { DemoPage } from '#protocol/ipc/state.ts';
import { serviceOrigin } from '../app/flags.ts';

/** Control characters, blanks and back slashes are dropped or rewritten by URL parsers, each in its own way. */
const plainText = /^[\x21-\x5b\x5d-\x7e]+$/;

/**
 * Whether an address may be handed to the system's browser or telephone. https to a host that the operator profile
 * names, exactly: no credentials, no port, no other spelling of a host. `tel:` for a plain number only.
 */
export function outsideLink(address: string, linkHosts: readonly string[]): string | null {
  if (/^tel:\+?\d{3,15}$/.test(address)) return address;
  if (!plainText.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null;
  // The written host has to be the parsed one: "https://host:443/", "https:host" and mixed spellings are refused.
  const written = /^https:\/\/([a-z0-9.-]+)(?:[/?#]|$)/.exec(address)?.[1];
  if (written !== url.hostname) return null;
  return linkHosts.includes(url.hostname) ? url.href : null;
}

/** What a form encoder writes: nothing that a shell or a system's opener could read as more than text. */
const formQuery = /^[A-Za-z0-9*._%+=&-]{1,2000}$/;

/**
 * Whether an address may be opened as the operator's sign-in page: exactly `<origin>/oauth/authorize?<query>`.
 * @param origin the operator service's own: https, or http on this machine's loopback
 */
export function authorizeLink(address: string, origin: string): string | null {
  const start = `${origin}${oauth.authorize.path}?`;
  if (serviceOrigin(origin) !== origin || !address.startsWith(start)) return null;
  return formQuery.test(address.slice(start.length)) ? address : null;
}

const demoPaths: Readonly<Record<DemoPage, string>> = {
  'demo-mailbox': paths.consoleMailboxPage,
  'demo-phone': paths.consolePhonePage,
  'demo-payments': paths.consolePaymentsPage,
  'demo-faults': paths.consoleFaultsPage,
  'demo-clock': paths.consoleClockPage,
};

/**
 * The address of a page of the demo's console; null unless the service is on this machine's loopback.
 * @param origin the operator service's own
 */
export function demoLink(target: DemoPage, origin: string): string | null {
  // Plain http is for the loopback alone.
  if (serviceOrigin(origin) !== origin || !origin.startsWith('http:')) return null;
  return `${origin}${demoPaths[target]}`;
}
