import { serviceOrigin } from '../app/flags.ts';

/** What a payment's page may be and lead to, as the operator told it with the payment. */
export interface PageTerms {
  readonly pageUrl: string;
  readonly pageOrigins: readonly string[];
  readonly returnUrl: string | null;
}

/** The rules of one payment's window. */
export interface PageRules {
  /** What is to be done with an address that a frame of the window wants to go to. */
  judge(address: string, isMainFrame: boolean): 'visit' | 'returned' | 'refuse';
  /** Whether the page may load something from an address (pictures, scripts, forms' answers). */
  mayLoad(address: string): boolean;
}

/** Nothing that a parser drops or rewrites: Chromium's own addresses have none of it. */
const plain = /^[\x21-\x7e]+$/;

/** An origin that a payment may go to: https, or plain http on this machine where the service itself is there so too. */
function pageOrigin(written: string, service: string): string | null {
  const origin = serviceOrigin(written);
  if (origin === null || origin !== written) return null;
  return origin.startsWith('http:') && !service.startsWith('http:') ? null : origin;
}

/** The origin of an address that is written as parsers write it, without credentials; null otherwise. */
function writtenOrigin(address: string): string | null {
  if (!plain.test(address) || !URL.canParse(address)) return null;
  const { origin, username, password } = new URL(address);
  if (username !== '' || password !== '') return null;
  return address.startsWith(`${origin}/`) ? origin : null;
}

/**
 * The rules of a payment's window; null when its page may not be opened at all. It may go to the origins that came with the
 * payment and nowhere else: no file, no other scheme, no other spelling of a host. Reaching the operator's return address ends
 * it. Source of the origins: the operator alone, never the page.
 *
 * @param service the operator service's origin: https, or http on this machine
 */
export function createPageRules(terms: PageTerms, service: string): PageRules | null {
  const origins = new Set(terms.pageOrigins.map((one) => pageOrigin(one, service)).filter((one) => one !== null));
  const back = terms.returnUrl !== null && URL.canParse(terms.returnUrl) ? new URL(terms.returnUrl) : null;
  const isBack = (address: string): boolean => {
    if (back === null || pageOrigin(back.origin, service) === null || writtenOrigin(address) !== back.origin)
      return false;
    return new URL(address).pathname === back.pathname;
  };
  const isPage = (address: string): boolean => {
    const origin = writtenOrigin(address);
    return origin !== null && origins.has(origin);
  };
  if (!isPage(terms.pageUrl)) return null;
  return {
    judge(address, isMainFrame): 'visit' | 'returned' | 'refuse' {
      if (isBack(address)) return 'returned';
      if (isPage(address)) return 'visit';
      // An empty frame that a bank's confirmation is about to be sent into.
      return !isMainFrame && address === 'about:blank' ? 'visit' : 'refuse';
    },
    mayLoad: (address) => isPage(address) || isBack(address) || /^data:image\//.test(address),
  };
}

/** The window's title: the host that the page really is of, in the spelling that cannot deceive (punycode). */
export function titleOf(address: string): string {
  return URL.canParse(address) && new URL(address).host !== '' ? new URL(address).host : '—';
}
