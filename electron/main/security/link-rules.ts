/**
 * Whether an address may be handed to the system's browser or telephone. https to a host that the operator profile
 * names, exactly: no credentials, no port, no other spelling of a host. `tel:` for a plain number only.
 */
export function outsideLink(address: string, linkHosts: readonly string[]): string | null {
  if (/^tel:\+?\d{3,15}$/.test(address)) return address;
  // Control characters and back slashes are dropped or rewritten by URL parsers, each in its own way.
  if (!/^[\x21-\x5b\x5d-\x7e]+$/.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null;
  // The written host has to be the parsed one: "https://host:443/", "https:host" and mixed spellings are refused.
  const written = /^https:\/\/([a-z0-9.-]+)(?:[/?#]|$)/.exec(address)?.[1];
  if (written !== url.hostname) return null;
  return linkHosts.includes(url.hostname) ? url.href : null;
}
