import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { endsSession } from '../operator/failures.ts';
import type { SessionEndCode } from '#protocol/events/events.ts';

/** Asks with the session's access token and renews it when it is refused; one renewal at a time. */
export interface TokenRenewal {
  /** Errors: `session-ended` when signed out, and whatever is answered. */
  ask<T>(question: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** The session was left: a renewal under way is nobody's any more. */
  forget(): void;
}

/** The tokens in use, and which session they are of. */
export type HeldTokens = Pick<TokenGrant, 'accessToken' | 'refreshToken'> & { readonly sessionId: string };

/**
 * @param ports.tokens null when signed out
 * @param ports.beforeRenewal called as a renewal begins; gives what is done with its grant: on disk when it resolves
 * @param ports.refused the service says for good that the session is over
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
      // Until its successor is on disk the token presented here stays the stored one: after a lost answer, or a
      // crash before the store, it is presented again, which the service allows for a short while.
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
    async ask(question) {
      const used = ports.tokens()?.accessToken;
      if (used === undefined) return failed({ code: 'session-ended' });
      // A refresh under way replaces the token; asking with the old one would only be refused.
      const first = refreshing ? await refreshing : null;
      if (first && !first.ok) return first;
      const token = first?.value.accessToken ?? used;
      const answer = await question(token);
      if (answer.ok || !endsSession(answer.failure)) return answer;
      // Another question may have renewed it meanwhile.
      const now = ports.tokens()?.accessToken;
      if (now === undefined) return answer;
      const renewed = now === token ? accessTokenOf(await refresh()) : success(now);
      return renewed.ok ? question(renewed.value) : renewed;
    },
    forget(): void {
      refreshing = null;
    },
  };
}

function accessTokenOf(answer: Result<TokenGrant>): Result<string> {
  return answer.ok ? success(answer.value.accessToken) : answer;
}
