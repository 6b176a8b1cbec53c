import type { Secret } from './disk-scan.ts';
import type { FaultProxy } from './fault-proxy.ts';

/** Collects the tokens in recorded request headers and in the service's responses. */
export function tokensOn(line: FaultProxy): readonly Secret[] {
  const found = new Set<string>();
  for (const { headers } of line.requests) {
    const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined) found.add(bearer);
  }
  for (const body of line.answers) {
    for (const match of body.matchAll(/"(?:accessToken|refreshToken)":"([A-Za-z0-9_-]{43})"/g)) {
      if (match[1] !== undefined) found.add(match[1]);
    }
  }
  return [...found].map((value, index) => ({ name: `token ${index + 1}`, value }));
}
