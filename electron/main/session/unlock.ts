import { sessions } from '#protocol/api/sign-in.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { Call } from '../operator/call.ts';
import type { SessionManager } from './session-manager.ts';
import type { SystemQuestion } from './system-question.ts';

/**
 * Unlocks with the account's password, which only the service can check, or with the operating system's prompt. Stays locked
 * without a connection. Errors: `password-wrong`, `password-throttled`, `password-missing`,
 * `request-refused` (the system has no prompt), `service-*`. A prompt that the person dismissed is no error: the answer is
 * the status, still locked.
 */
export type Unlock = (input: { readonly password?: string | undefined }) => Promise<Result<SessionStatus>>;

export function createUnlock(ports: {
  readonly call: Call;
  readonly sessionManager: SessionManager;
  readonly system: SystemQuestion;
}): Unlock {
  const { sessionManager } = ports;
  /** Unlocks only the session that the answer is for. */
  const open = (id: string | undefined): Result<SessionStatus> =>
    success(sessionManager.current()?.id === id ? sessionManager.unlocked() : sessionManager.status.get());
  return async ({ password }) => {
    const status = sessionManager.status.get();
    if (status.state !== 'locked') return success(status);
    const session = sessionManager.current();
    if (password === undefined) {
      if (!status.methods.includes('system')) return failed({ code: 'request-refused' });
      return (await ports.system.ask()) ? open(session?.id) : success(sessionManager.status.get());
    }
    const answer = await sessionManager.beneathLock((accessToken) =>
      ports.call(sessions.unlock, { password }, { accessToken }),
    );
    if (answer.ok) return open(session?.id);
    if (answer.failure.code === 'password-missing' && session !== null && sessionManager.current()?.id === session.id) {
      // The account has no password, so it is no way to unlock.
      sessionManager.learned({ email: session.account.email, hasPassword: false });
    }
    const now = sessionManager.status.get();
    return now.state === 'signed-in' ? success(now) : answer;
  };
}
