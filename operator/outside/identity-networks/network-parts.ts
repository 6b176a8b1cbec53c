import { createHash, timingSafeEqual } from 'node:crypto';
import type { Localized } from '#protocol/primitives.ts';
import type { TimeSource } from '../../platform/clock/system-time.ts';
import type { NetworkKind } from './kinds.ts';
import type { DemoPerson } from './people.ts';
import type { NetworkRequest } from './requests.ts';
import type { ShortLived } from './short-lived.ts';

/** The operator's client registration at a network. */
export interface NetworkClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: Set<string>;
}

/** A granted authorization, exchanged for tokens by its code. */
export interface Grant {
  readonly request: NetworkRequest;
  readonly person: DemoPerson;
}

/** Shared dependencies of one network's routes. */
export interface NetworkParts {
  readonly kind: NetworkKind;
  readonly client: NetworkClient;
  /** The client's name on the consent page. */
  readonly clientName: Localized;
  readonly time: TimeSource;
  /** The network's origin, known once it listens. */
  readonly origin: () => string;
  /** Grants by authorization code. */
  readonly grants: ShortLived<Grant>;
}

/** Compares secrets in constant time. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
