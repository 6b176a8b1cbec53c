import type { Result } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { IdleWarning } from '#protocol/ipc/state.ts';
import type { Call } from '../operator/call.ts';
import { createIdleLock, type IdleLock, type IdlePlan } from './idle-lock.ts';
import { createPresence } from './presence.ts';
import type { ProgramLock } from './program-lock.ts';
import type { SessionManager } from './session-manager.ts';

/** What idling means for the session at hand: its end on somebody else's computer, the lock on one's own. */
export interface IdleWatch extends Pick<IdleLock, 'stay' | 'fallsAsleep' | 'wakes'> {
  /** The person did something in the program. */
  active(): void;
  /** Looks anew at what the session and the settings ask for. */
  follow(): void;
}

/**
 * @param ports.now monotonic ms
 * @param ports.later calls back after ms; returns how to call it off
 * @param ports.warn told that the session ends soon, and null when it does not after all
 */
export function createIdleWatch(ports: {
  readonly call: Call;
  readonly sessionManager: SessionManager;
  readonly lock: ProgramLock;
  readonly profile: () => Promise<Result<OperatorProfile>>;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly warn: (warning: IdleWarning) => void;
}): IdleWatch {
  const { sessionManager, lock } = ports;
  let warnMs: number | null = null;
  const idle = createIdleLock({
    now: ports.now,
    later: ports.later,
    warn: (endsInMs) => ports.warn(endsInMs === null ? null : { endsInMs }),
    end: () => {
      if (sessionManager.current()?.idleMs == null) sessionManager.lock('idle');
      else void sessionManager.signOut('session-idle');
    },
  });
  const tell = async (): Promise<void> => {
    const answer = await sessionManager.beneathLock((accessToken) => ports.call(accounts.read, {}, { accessToken }));
    if (answer.ok) sessionManager.accountChanged(answer.value);
  };
  const presence = createPresence({ later: ports.later, tell: () => void tell() });
  const planOf = (): IdlePlan | null => {
    const session = sessionManager.current();
    if (session === null) return null;
    if (session.idleMs !== null) return { afterMs: session.idleMs, warnMs };
    const lockMs = lock.because() === null ? lock.idleMs() : null;
    return lockMs === null ? null : { afterMs: lockMs, warnMs: null };
  };
  const follow = (): void => {
    idle.watch(planOf());
    presence.watch(ends());
  };
  const ends = (): boolean => sessionManager.current()?.idleMs != null;
  const learnWarning = async (): Promise<void> => {
    const profile = await ports.profile();
    if (!profile.ok || profile.value.accounts.idleWarningMs === warnMs) return;
    warnMs = profile.value.accounts.idleWarningMs;
    follow();
  };
  let watched: string | null = null;
  sessionManager.status.watch(() => {
    const id = sessionManager.current()?.id ?? null;
    if (id !== watched && ends()) void learnWarning();
    watched = id;
    follow();
  });
  return {
    active(): void {
      if (idle.active()) presence.active();
    },
    stay(): void {
      idle.stay();
      presence.active();
    },
    fallsAsleep: () => idle.fallsAsleep(),
    wakes: (sleptMs) => idle.wakes(sleptMs),
    follow,
  };
}
