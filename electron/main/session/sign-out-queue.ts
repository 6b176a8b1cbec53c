import PQueue from 'p-queue';
import type { Log } from '../logging/log.ts';
import { endsSession, isServiceFailure } from '../operator/failures.ts';
import type { Call } from '../operator/call.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import { endSession, refreshTokens } from './session-calls.ts';
import type { PendingSignOut } from './stored-session.ts';

/** Sessions that ended here and still have to be ended at the service. */
export interface SignOutQueue {
  /**
   * Stored when it resolves, if `keep` (the person's own computer only): then it survives a restart. Starts the first try
   * without waiting for it.
   */
  add(session: PendingSignOut, keep: boolean): Promise<void>;
  /** Loads what an earlier run stored. */
  load(): Promise<void>;
  /** Tries all of them; called when the connection is back. */
  flush(): Promise<void>;
  /** Resolves when no try is in flight. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly session: PendingSignOut;
  readonly keep: boolean;
}

/** @param ports.service name of the service in use; sessions of another service are left waiting */
export function createSignOutQueue(ports: {
  readonly call: Call;
  readonly file: SealedValue<PendingSignOut[]>;
  readonly service: string;
  readonly log: Log;
}): SignOutQueue {
  let waiting: readonly Waiting[] = [];
  const tries = new PQueue({ concurrency: 1 });

  const save = async (): Promise<void> => {
    const kept = waiting.filter(({ keep }) => keep).map(({ session }) => session);
    try {
      if (kept.length === 0) ports.file.remove();
      else await ports.file.write(kept);
    } catch (error) {
      ports.log.warn('sign-outs not kept', { error });
    }
  };
  /** Whether the session is over at the service, or trying again is of no use. */
  const end = async (session: PendingSignOut): Promise<boolean> => {
    const answer = await endSession(ports.call, session.accessToken);
    if (answer.ok) return true;
    if (!endsSession(answer.failure)) return !isServiceFailure(answer.failure);
    // Only the access token may have expired: a fresh one can end the session.
    const renewed = await refreshTokens(ports.call, session.refreshToken);
    if (!renewed.ok) return !isServiceFailure(renewed.failure);
    const next = { ...session, accessToken: renewed.value.accessToken, refreshToken: renewed.value.refreshToken };
    waiting = waiting.map((item) => (item.session === session ? { ...item, session: next } : item));
    const again = await endSession(ports.call, next.accessToken);
    if (again.ok || !isServiceFailure(again.failure)) {
      waiting = waiting.filter((item) => item.session !== next);
      return true;
    }
    return false;
  };
  const endAll = async (): Promise<void> => {
    let changed = false;
    for (const { session } of waiting.filter((item) => item.session.service === ports.service)) {
      if (!(await end(session))) continue;
      waiting = waiting.filter((item) => item.session !== session);
      changed = true;
    }
    if (changed) await save();
  };
  return {
    async add(session, keep): Promise<void> {
      waiting = [...waiting, { session, keep }];
      // Stored before the try: a crash during it must not leave the session open at the service.
      if (keep) await save();
      // A run under way has its own list of sessions.
      void tries.add(endAll);
    },
    async load(): Promise<void> {
      const opened = await ports.file.read();
      if (opened.kind === 'value') {
        waiting = [...opened.value.map((session) => ({ session, keep: true })), ...waiting];
      }
    },
    flush: () => (tries.pending > 0 ? tries.onIdle() : tries.add(endAll)),
    settled: () => tries.onIdle(),
  };
}
