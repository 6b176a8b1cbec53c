import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { SessionCall } from './call.ts';
import { isServiceFailure, mayBeDone } from './failures.ts';

/** A change at the service, and how to find out whether it was made when its answer is late or lost. */
export interface Change<T, S> {
  /** Sends the change. */
  readonly call: () => Promise<Result<T>>;
  /** Reads the state that the change is about. */
  readonly read: () => Promise<Result<S>>;
  /** Whether the state shows that the change was made. */
  readonly isDone: (state: S) => boolean;
  /** What the lost response would have said, made from the state. */
  readonly answer: (state: S) => Result<T> | Promise<Result<T>>;
}

/** When the state is read after a lost response, ms after the read before: the service may still be at work. */
const READ_AFTER_MS = [0, 1_000, 2_000, 4_000];

/**
 * Sends a change. When its answer is lost, reads the state and answers by what that shows:
 * success where the change was made; the failure of the call where it was not; `outcome-unknown` where the state cannot
 * be read, or where the call timed out and the service may still be working on it. Other refusals are answered as they
 * are. Never sends the change a second time by itself.
 */
export async function withLostResponse<T, S>(
  change: Change<T, S>,
  sleep: (ms: number) => Promise<void>,
): Promise<Result<T>> {
  const first = await change.call();
  if (first.ok || !mayBeDone(first.failure)) return first;
  let wasRead = false;
  for (const waitMs of READ_AFTER_MS) {
    if (waitMs > 0) await sleep(waitMs);
    const state = await change.read();
    wasRead = state.ok;
    if (!state.ok) {
      // Signed out or locked meanwhile: there is nobody to answer.
      if (!isServiceFailure(state.failure)) return state;
    } else if (change.isDone(state.value)) {
      const answer = await change.answer(state.value);
      return answer.ok || !mayBeDone(answer.failure) ? answer : failed({ code: 'outcome-unknown' });
    }
  }
  return wasRead && first.failure.code !== 'service-timeout' ? first : failed({ code: 'outcome-unknown' });
}

/** A change of the signed-in person; the first argument of each call is the access token. */
export interface SessionChange<T, S> {
  readonly call: (accessToken: string) => Promise<Result<T>>;
  readonly read: (accessToken: string) => Promise<Result<S>>;
  readonly isDone: (state: S) => boolean;
  /** `again` sends the change once more: for what only its response tells, where that is safe. */
  readonly answer: (state: S, again: () => Promise<Result<T>>) => Result<T> | Promise<Result<T>>;
}

/** Sends changes of the signed-in person as `withLostResponse` does, all requests of one by the same session. */
export function createSessionChanges(ports: {
  readonly sessionManager: Pick<SessionManager, 'authorized' | 'current'>;
  readonly sleep: (ms: number) => Promise<void>;
}): <T, S>(change: SessionChange<T, S>) => Promise<Result<T>> {
  const { sessionManager, sleep } = ports;
  return ({ call, read, isDone, answer }) => {
    const sessionId = sessionManager.current()?.id;
    const ask = <V>(question: (accessToken: string) => Promise<Result<V>>): Promise<Result<V>> =>
      // Another person may have signed in since the change was sent.
      sessionManager.current()?.id === sessionId
        ? sessionManager.authorized(question)
        : Promise.resolve(failed({ code: 'session-ended' }));
    return withLostResponse(
      { call: () => ask(call), read: () => ask(read), isDone, answer: (state) => answer(state, () => ask(call)) },
      sleep,
    );
  };
}

/** What hooks of changing operations need. */
export interface ChangePorts {
  readonly call: SessionCall;
  /** Id of the open session; null when signed out. */
  readonly sessionId: () => string | null;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Sends a change as `withLostResponse` does, for a hook whose session is attached by its calls. The state is only read
 * while the session that sent the change is open.
 */
export function resolveChange<T>(
  { sessionId, sleep }: Pick<ChangePorts, 'sessionId' | 'sleep'>,
  change: {
    readonly call: () => Promise<Result<T>>;
    readonly read: () => Promise<Result<T>>;
    readonly isDone: (state: T) => boolean;
  },
): Promise<Result<T>> {
  const started = sessionId();
  const read = (): Promise<Result<T>> =>
    // Another person may have signed in since the request was sent.
    sessionId() === started ? change.read() : Promise.resolve(failed({ code: 'session-ended' }));
  return withLostResponse<T, T>({ ...change, read, answer: success }, sleep);
}
