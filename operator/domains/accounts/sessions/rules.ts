import type { AccountRules } from '#protocol/api/profile.ts';
import type { Computer } from '#protocol/primitives.ts';
import type { SessionStanding } from '../../../platform/http/caller.ts';

/** All times in here are ms since 1970 by the service's clock. */

/** A session as far as its end is concerned. */
export interface SessionLife {
  readonly computer: Computer;
  readonly expiresAt: number;
  readonly lastUsedAt: number;
  readonly ended: boolean;
  readonly endedByIdling: boolean;
}

/**
 * Whether a session still stands. `idle` and `expired` (its hours or days are over) are told apart from `ended`
 * because the person is told so in other words: nobody signed them out.
 */
export function sessionStanding(session: SessionLife, now: number, rules: AccountRules): SessionStanding {
  if (session.ended) return session.endedByIdling ? 'idle' : 'ended';
  if (now >= session.expiresAt) return 'expired';
  if (session.computer === 'shared' && now - session.lastUsedAt >= rules.sharedIdleMs) return 'idle';
  return 'alive';
}

/** Absolute life of a new session, ms. */
export function sessionLifeMs(computer: Computer, rules: AccountRules): number {
  return computer === 'own' ? rules.ownSessionMs : rules.sharedSessionMs;
}

/** Idle time after which the session ends; null on one's own computer. */
export function idleMs(computer: Computer, rules: AccountRules): number | null {
  return computer === 'shared' ? rules.sharedIdleMs : null;
}

/** What is known of a refresh token that was presented, and of the pair that is good now. */
export interface PresentedRefresh {
  readonly generation: number;
  /** When it was first exchanged; null: never. */
  readonly replacedAt: number | null;
  readonly current: {
    readonly generation: number;
    /** Generation for whose refresh token the current pair was given; null at sign-in. */
    readonly parentGeneration: number | null;
    readonly used: boolean;
  };
}

/**
 * What a refresh token is worth (rotation with reuse detection, OAuth 2.0 Security BCP, RFC 9700, 4.14.2):
 * - `rotate`: it is the current one; a successor replaces it.
 * - `reissue`: it is the previous one, within the grace time, and nobody used the successor: the answer got lost.
 *   The unused successor is withdrawn and another one given.
 * - `reuse`: two hold the same token; the session ends.
 */
export function judgeRefresh(
  token: PresentedRefresh,
  now: number,
  rules: AccountRules,
): 'rotate' | 'reissue' | 'reuse' {
  if (token.generation === token.current.generation) return 'rotate';
  const isPrevious = token.current.parentGeneration === token.generation;
  const inGrace = token.replacedAt !== null && now - token.replacedAt <= rules.refreshGraceMs;
  return isPrevious && inGrace && !token.current.used ? 'reissue' : 'reuse';
}

/** An address as accounts know it. */
export function normaliseEmail(email: string): string {
  // Composed again after lower case, which takes some letters apart; trimmed last, since composing makes blanks.
  return email.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}
