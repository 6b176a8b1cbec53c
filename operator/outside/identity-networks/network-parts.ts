import { createHash, timingSafeEqual } from 'node:crypto';
import type { Localized } from '#protocol/primitives.ts';
import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { NetworkKind } from './kinds.ts';
import type { DemoPerson } from './people.ts';
import type { NetworkRequest } from './requests.ts';
import type { ShortLived } from './short-lived.ts';

/** The one client that a network knows: the operator. */
export interface NetworkClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: Set<string>;
}

/** What a person allowed, to be fetched with its code. */
export interface Grant {
  readonly request: NetworkRequest;
  readonly person: DemoPerson;
}

/** What the parts of one network share. */
export interface NetworkParts {
  readonly kind: NetworkKind;
  readonly client: NetworkClient;
  /** What the client is called on the consent page. */
  readonly clientName: Localized;
  readonly time: TimeSource;
  /** The network's own origin, known once it listens. */
  readonly origin: () => string;
  /** By their code. */
  readonly grants: ShortLived<Grant>;
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
