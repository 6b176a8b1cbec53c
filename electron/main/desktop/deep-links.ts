import type { LinkForm } from '#protocol/ipc/state.ts';

export const deepLinkScheme = 'plus-cabinet';

/** What a deep link asks for. A link never changes anything by itself: at most it opens a form. */
export type DeepLink =
  | { readonly kind: 'open' }
  | { readonly kind: 'form'; readonly form: LinkForm; readonly token: string }
  | { readonly kind: 'unknown' };

/** Longest address that is looked at. */
const MAX_LENGTH = 2048;

/** Which form the link of which letter opens: `plus-cabinet://<host>?token=…`. */
const forms: Readonly<Record<string, LinkForm>> = {
  registration: 'confirm-registration',
  'password-reset': 'reset-password',
  email: 'confirm-email',
};

/** The token alone: anything before, between or after it makes the link unknown. */
const tokenQuery = /^\?token=([A-Za-z0-9_-]{43})$/;

/**
 * Reads a deep link by its parsed parts. `plus-cabinet://open` brings the program to the front, the links of letters
 * open their form; anything else is unknown, and unknown does no more than bring the program to the front. The address
 * may carry a one-time token: it is never logged, kept on disk or told to the page.
 */
export function parseDeepLink(address: string): DeepLink {
  // Blanks and control characters are dropped by URL parsers without a word; no link of ours has any.
  if (address.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(address)) return { kind: 'unknown' };
  if (!URL.canParse(address)) return { kind: 'unknown' };
  const url = new URL(address);
  if (url.protocol !== `${deepLinkScheme}:` || url.username !== '' || url.password !== '') return { kind: 'unknown' };
  // Some systems add the slash. A lone "#" leaves `hash` empty and no trace but in the address itself.
  if ((url.pathname !== '' && url.pathname !== '/') || url.port !== '' || address.includes('#')) {
    return { kind: 'unknown' };
  }
  if (url.hostname === 'open') return address.includes('?') ? { kind: 'unknown' } : { kind: 'open' };
  const form = Object.hasOwn(forms, url.hostname) ? forms[url.hostname] : undefined;
  const token = tokenQuery.exec(url.search)?.[1];
  return form === undefined || token === undefined ? { kind: 'unknown' } : { kind: 'form', form, token };
}

const isDeepLink = (argument: string): boolean => argument.toLowerCase().startsWith(`${deepLinkScheme}:`);

/** The deep link among a command line's arguments (Windows and Linux hand it over there); null when there is none. */
export function deepLinkOf(argv: readonly string[]): string | null {
  return argv.find(isDeepLink) ?? null;
}

/**
 * The arguments before the deep link, which alone are the program's own: what stands behind it may have come with the
 * link, from whoever made it.
 */
export function ownArguments(argv: readonly string[]): readonly string[] {
  const link = argv.findIndex(isDeepLink);
  return link === -1 ? argv : argv.slice(0, link);
}
