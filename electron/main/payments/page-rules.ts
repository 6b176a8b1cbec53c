import { serviceOrigin } from '../app/flags.ts';

/** Address of a payment page and where it may navigate, as the service sent them. */
export interface PageTerms {
  readonly pageUrl: string;
  readonly pageOrigins: readonly string[];
  readonly returnUrl: string | null;
}

/** The rules of one payment's window. */
export interface PageRules {
  /** Decides about a navigation of a frame. */
  judge(address: string, isMainFrame: boolean): 'visit' | 'returned' | 'refuse';
  /** True if the page may load a resource from an address. */
  mayLoad(address: string): boolean;
}

/** Characters that no URL parser drops or rewrites. */
const plain = /^[\x21-\x7e]+$/;

/** A valid origin of a payment page: https, or http on this machine if the service is there too. */
function pageOrigin(written: string, service: string): string | null {
  const origin = serviceOrigin(written);
  if (origin === null || origin !== written) return null;
  return origin.startsWith('http:') && !service.startsWith('http:') ? null : origin;
}

/** Origin of an address in canonical spelling without credentials; null otherwise. */
function writtenOrigin(address: string): string | null {
  if (!plain.test(address) || !URL.canParse(address)) return null;
  const { origin, username, password } = new URL(address);
  if (username !== '' || password !== '') return null;
  return address.startsWith(`${origin}/`) ? origin : null;
}

/**
 * Navigation rules of a payment window; null if its page may not be opened. The page may navigate only to the origins that the
 * service sent with the payment: no file, no other scheme, no other spelling of a host. The return address ends it.
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
      // An empty frame that receives a bank's confirmation form.
      return !isMainFrame && address === 'about:blank' ? 'visit' : 'refuse';
    },
    mayLoad: (address) => isPage(address) || isBack(address) || /^data:image\//.test(address),
  };
}

/** Window title: the real host, in punycode so that look-alikes are visible. */
export function titleOf(address: string): string {
  return URL.canParse(address) && new URL(address).host !== '' ? new URL(address).host : '—';
}
