import { normaliseEmail } from './sessions/rules.ts';

/**
 * An address that a letter can go to: one mailbox, one domain with a dot, letters of any script (RFC 6531), nothing
 * that could mean a second recipient or a further line to a mail server. Quoted local parts are not taken: nobody has
 * one, and what is refused is said at once.
 */
const ADDRESS =
  /^(?!\.)[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}(?<!\.)@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** The address as accounts know it; null when no letter could be sent there. Says nothing about who has it. */
export function deliverableAddress(typed: string): string | null {
  const address = normaliseEmail(typed);
  return address.length <= 254 && !address.includes('..') && ADDRESS.test(address) ? address : null;
}
