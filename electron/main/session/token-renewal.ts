import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { endsSession } from '../operator/failures.ts';
import type { SessionEndCode } from '#protocol/events/events.ts';

/** Sends requests with the session's access token and renews it when it is refused; one renewal at a time. */
export interface TokenRenewal {
  /** Errors: `session-ended` when signed out, and those of the request. */
  send<T>(request: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** The session ended: the result of a renewal in flight is discarded. */
  forget(): void;
}

/** The tokens in use, and their session. */
export type HeldTokens = Pick<TokenGrant, 'accessToken' | 'refreshToken'> & { readonly sessionId: string };

/**
 * @param ports.tokens null when signed out
 * @param ports.beforeRenewal called when a renewal starts; returns the function that takes its tokens, stored when it resolves
 * @param ports.refused the service refused the refresh token for good: the session is over
 */
export function createTokenRenewal(ports: {
  readonly refresh: (refreshToken: string) => Promise<Result<TokenGrant>>;
  readonly tokens: () => HeldTokens | null;
  readonly beforeRenewal: () => (grant: TokenGrant) => Promise<unknown>;
  readonly refused: (code: SessionEndCode) => void;
}): TokenRenewal {
  let refreshing: Promise<Result<TokenGrant>> | null = null;
  const refresh = (): Promise<Result<TokenGrant>> => {
    if (refreshing) return refreshing;
    const current = ports.tokens();
    if (current === null) return Promise.resolve(failed({ code: 'session-ended' }));
    const take = ports.beforeRenewal();
    const running = (async (): Promise<Result<TokenGrant>> => {
      // The token sent here stays the stored one until its successor is stored: after a lost answer, or a crash before the
      // write, it is sent again, which the service accepts for a short time.
      const answer = await ports.refresh(current.refreshToken);
      if (ports.tokens()?.sessionId !== current.sessionId) return failed({ code: 'session-ended' });
      if (answer.ok) await take(answer.value);
      else if (endsSession(answer.failure)) ports.refused(answer.failure.code);
      return answer;
    })().finally(() => {
      if (refreshing === running) refreshing = null;
    });
    refreshing = running;
    return running;
  };
  return {
    async send(request) {
      const used = ports.tokens()?.accessToken;
      if (used === undefined) return failed({ code: 'session-ended' });
      // A refresh in flight replaces the token; the old one would be refused.
      const first = refreshing ? await refreshing : null;
      if (first && !first.ok) return first;
      const token = first?.value.accessToken ?? used;
      const answer = await request(token);
      if (answer.ok || !endsSession(answer.failure)) return answer;
      // Another request may have renewed it meanwhile.
      const now = ports.tokens()?.accessToken;
      if (now === undefined) return answer;
      const renewed = now === token ? accessTokenOf(await refresh()) : success(now);
      return renewed.ok ? request(renewed.value) : renewed;
    },
    forget(): void {
      refreshing = null;
    },
  };
}

function accessTokenOf(answer: Result<TokenGrant>): Result<string> {
  return answer.ok ? success(answer.value.accessToken) : answer;
}
