import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { SessionKeeper } from './session-manager.ts';
import type { SystemQuestion } from './system-question.ts';

/**
 * Opens the lock: by the account's password, which the service alone judges, or by the system's own question.
 * Without a line it stays locked. Errors: `password-wrong`, `password-throttled`, `password-missing`,
 * `request-refused` (the system cannot ask here), `service-*`. A question of the system that the person turned away
 * is no error: it is answered with the status, still locked.
 */
export type Unlock = (input: { readonly password?: string | undefined }) => Promise<Result<SessionStatus>>;

export function createUnlock(ports: {
  readonly api: { readonly account: Pick<OperatorApi['account'], 'unlock'> };
  readonly keeper: SessionKeeper;
  readonly system: SystemQuestion;
}): Unlock {
  const { keeper } = ports;
  /** Only the session that the answer was given for is opened. */
  const open = (id: string | undefined): Result<SessionStatus> =>
    success(keeper.current()?.id === id ? keeper.unlocked() : keeper.status.get());
  return async ({ password }) => {
    const status = keeper.status.get();
    if (status.state !== 'locked') return success(status);
    const session = keeper.current();
    if (password === undefined) {
      if (!status.methods.includes('system')) return failed({ code: 'request-refused' });
      return (await ports.system.ask()) ? open(session?.id) : success(keeper.status.get());
    }
    const answer = await keeper.beneathLock((token) => ports.api.account.unlock(token, password));
    if (answer.ok) return open(session?.id);
    if (answer.failure.code === 'password-missing' && session !== null && keeper.current()?.id === session.id) {
      // There never was one, or there is none any more: it can be no way to unlock.
      keeper.learned({ email: session.account.email, hasPassword: false });
    }
    const now = keeper.status.get();
    return now.state === 'signed-in' ? success(now) : answer;
  };
}
