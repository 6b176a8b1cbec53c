import { defineStore } from 'pinia';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { CabinetBridge } from '#protocol/ipc/bridge-types.ts';
import type { SignInInput } from '#protocol/ipc/session.ts';
import type { SessionStatus, SignInOutcome } from '#protocol/ipc/state.ts';
import { boot } from '../../app/boot.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

/** The session of this program. The main process holds its tokens; none is ever here. */
export const useSession = defineStore('session', () => {
  const main = followMain<SessionStatus>(
    boot.session === 'restoring' ? { state: 'restoring' } : { state: 'signed-out', because: null },
    () => bridge.session.status(),
    (listener) => bridge.session.onChanged(listener),
  );

  /** Takes over the status when a sign-in step completed the sign-in. */
  async function completed(answer: Promise<Result<SignInOutcome>>): Promise<Result<SignInOutcome>> {
    const result = await answer;
    if (result.ok && result.value.step === 'signed-in') main.put(result.value.status);
    return result;
  }

  /** Takes over the status that a verb answers with. */
  async function changed(answer: Promise<Result<SessionStatus>>): Promise<Result<SessionStatus>> {
    const result = await answer;
    if (result.ok) main.put(result.value);
    return result;
  }

  /** The password is passed to main and not kept. */
  const signIn = (input: SignInInput): Promise<Result<SignInOutcome>> => completed(bridge.session.signIn(input));

  /** Signs in through a social network; answers when the browser returned or the sign-in was cancelled. */
  const signInThrough = (
    input: Parameters<CabinetBridge['session']['signInThrough']>[0],
  ): Promise<Result<SignInOutcome>> => completed(bridge.session.signInThrough(input));

  /** The second step: six digits of the authenticator app, or a recovery code. */
  const confirmTwoStep = (code: string): Promise<Result<SignInOutcome>> =>
    completed(bridge.session.confirmTwoStep({ code }));

  /** Links the social network to the account with the same e-mail address. */
  const confirmLink = (password: string): Promise<Result<SignInOutcome>> =>
    completed(bridge.session.confirmLink({ password }));

  /** Confirms the e-mail address of a registration and signs in. */
  const confirmRegistration = (
    input: Parameters<CabinetBridge['registration']['confirm']>[0],
  ): Promise<Result<SignInOutcome>> => completed(bridge.registration.confirm(input));

  /** Cancels a sign-in that waits for the browser, a code or a password. */
  async function cancelSignIn(): Promise<void> {
    await bridge.session.cancelSignIn();
  }

  /** Unlocks with the account's password; without one the system asks (Touch ID). */
  const unlock = (password?: string): Promise<Result<SessionStatus>> =>
    changed(bridge.session.unlock(password === undefined ? {} : { password }));

  /** Signs out here at once, and at the service when it can be reached. Answers why not, or null. */
  async function signOut(): Promise<Failure | null> {
    const result = await changed(bridge.session.signOut());
    return result.ok ? null : result.failure;
  }

  return {
    status: main.value,
    refresh: main.refresh,
    put: main.put,
    signIn,
    signInThrough,
    confirmTwoStep,
    confirmLink,
    confirmRegistration,
    cancelSignIn,
    unlock,
    signOut,
  };
});
