export const deepLinkScheme = 'plus-cabinet';

/** What a deep link asks for. A link never changes anything by itself: at most it opens a form. */
export type DeepLink = { readonly kind: 'open' } | { readonly kind: 'unknown' };

/** Longest address that is looked at. */
const MAX_LENGTH = 2048;

/**
 * Reads a deep link by its parsed parts. `plus-cabinet://open` brings the program to the front; anything else is
 * unknown, and unknown does no more than that. The address may carry one-time tokens: it is never logged or kept.
 */
export function parseDeepLink(address: string): DeepLink {
  if (address.length > MAX_LENGTH || !URL.canParse(address)) return { kind: 'unknown' };
  const url = new URL(address);
  if (url.protocol !== `${deepLinkScheme}:` || url.username !== '' || url.password !== '') return { kind: 'unknown' };
  const plain = url.host === 'open' && (url.pathname === '' || url.pathname === '/');
  return plain && url.search === '' && url.hash === '' ? { kind: 'open' } : { kind: 'unknown' };
}

/** The deep link among a command line's arguments (Windows and Linux hand it over there); null when there is none. */
export function deepLinkOf(argv: readonly string[]): string | null {
  return argv.find((arg) => arg.toLowerCase().startsWith(`${deepLinkScheme}:`)) ?? null;
}
