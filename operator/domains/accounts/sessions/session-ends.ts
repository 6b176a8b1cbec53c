import type { Kysely } from 'kysely';
import type { SessionEndCode } from '#protocol/events/events.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { lockAccount } from '../account-lock.ts';
import type { SessionsTable } from '../tables.ts';
import { dropChallenges } from '../two-step/challenges.ts';

export type EndReason = NonNullable<SessionsTable['ended_because']>;
export type EndListener = (sessionId: string, code: SessionEndCode) => void;

/** The ways in which sessions end, and who is told of it at this instance; others hear it from the database. */
export interface SessionEnds {
  end(sessionId: string, because: EndReason): Promise<void>;
  endAll(accountId: string, exceptSessionId: string | null, because: EndReason): Promise<void>;
  endAllIn(
    trx: Kysely<Database>,
    accountId: string,
    exceptSessionId: string | null,
    because: EndReason,
  ): Promise<() => void>;
  tell(sessionId: string, code: SessionEndCode): void;
  onEnd(listener: EndListener): () => void;
}

export function createSessionEnds(deps: { readonly db: Kysely<Database>; readonly clock: Clock }): SessionEnds {
  const { db, clock } = deps;
  const listeners = new Set<EndListener>();

  function tell(sessionId: string, code: SessionEndCode): void {
    for (const listener of listeners) listener(sessionId, code);
  }

  async function endAllIn(
    trx: Kysely<Database>,
    accountId: string,
    exceptSessionId: string | null,
    because: EndReason,
  ): Promise<() => void> {
    await lockAccount(trx, accountId);
    await dropChallenges(trx, accountId);
    let update = trx
      .updateTable('sessions')
      .set({ ended_at: clock.now(), ended_because: because })
      .where('account_id', '=', accountId)
      .where('ended_at', 'is', null);
    if (exceptSessionId !== null) update = update.where('id', '<>', exceptSessionId);
    const ended = await update.returning('id').execute();
    return () => {
      for (const { id } of ended) tell(id, 'session-ended');
    };
  }

  return {
    tell,
    endAllIn,
    async end(sessionId, because) {
      await db
        .updateTable('sessions')
        .set({ ended_at: clock.now(), ended_because: because })
        .where('id', '=', sessionId)
        .where('ended_at', 'is', null)
        .execute();
      tell(sessionId, because === 'idle' ? 'session-idle' : 'session-ended');
    },
    async endAll(accountId, exceptSessionId, because) {
      const told = await db.transaction().execute((trx) => endAllIn(trx, accountId, exceptSessionId, because));
      told();
    },
    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
