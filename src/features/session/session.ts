import { bridge } from '../../bridge.ts';
import { boot } from '../../app/boot.ts';
import { followMain } from '../../app/data/main-state.ts';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { CabinetBridge, SignInInput } from '#protocol/ipc/bridge.ts';
import type { SessionStatus, SignInOutcome } from '#protocol/ipc/state.ts';

const state = followMain<SessionStatus>(
  boot.session === 'restoring' ? { state: 'restoring' } : { state: 'signed-out', because: null },
  () => bridge.session.status(),
  (listener) => bridge.session.onChanged(listener),
);

/** Where the session stands. Main holds it; no token is ever here. */
export const sessionStatus = state.value;

/** Asks main where the session stands, and why it ended if it did. */
export const askSession = (): Promise<void> => state.ask();

/** Takes the status that a verb of another feature answered with. */
export const putSession = (status: SessionStatus): void => state.put(status);

/** What a way in came to; where it led in, the account stands on screen next. */
async function entered(answer: Promise<Result<SignInOutcome>>): Promise<Result<SignInOutcome>> {
  const result = await answer;
  if (result.ok && result.value.step === 'signed-in') state.put(result.value.status);
  return result;
}

/** A verb that answers with the status itself. */
async function changed(answer: Promise<Result<SessionStatus>>): Promise<Result<SessionStatus>> {
  const result = await answer;
  if (result.ok) state.put(result.value);
  return result;
}

/** Signs in; the password goes to main and is kept nowhere. */
export const signIn = (input: SignInInput): Promise<Result<SignInOutcome>> => entered(bridge.session.signIn(input));

/** Signs in through a social network; answers when the browser came back, or when it was called off. */
export const signInThrough = (
  input: Parameters<CabinetBridge['session']['signInThrough']>[0],
): Promise<Result<SignInOutcome>> => entered(bridge.session.signInThrough(input));

/** The second step: six digits of the app, or a recovery code. */
export const confirmTwoStep = (code: string): Promise<Result<SignInOutcome>> =>
  entered(bridge.session.confirmTwoStep({ code }));

/** Links the network that the browser came back from to the account of the same address. */
export const confirmLink = (password: string): Promise<Result<SignInOutcome>> =>
  entered(bridge.session.confirmLink({ password }));

/** Confirms the address of a registration and signs in. */
export const confirmRegistration = (
  input: Parameters<CabinetBridge['registration']['confirm']>[0],
): Promise<Result<SignInOutcome>> => entered(bridge.registration.confirm(input));

/** Calls off a sign-in that waits for the browser, a code or a password. */
export async function cancelSignIn(): Promise<void> {
  await bridge.session.cancelSignIn();
}

/** Opens the lock: by the account's password, or without one by the system's own question (Touch ID). */
export const unlock = (password?: string): Promise<Result<SessionStatus>> =>
  changed(bridge.session.unlock(password === undefined ? {} : { password }));

/** Signs out here at once, and at the service as soon as the line allows. Answers what refused it, or null. */
export async function signOut(): Promise<Failure | null> {
  const result = await changed(bridge.session.signOut());
  return result.ok ? null : result.failure;
}
