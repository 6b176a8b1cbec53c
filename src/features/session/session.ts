import { bridge } from '../../bridge.ts';
import { boot } from '../../app/boot.ts';
import { followMain } from '../../app/data/main-state.ts';
import type { Failure } from '#protocol/errors/problem.ts';
import type { SignInInput } from '#protocol/ipc/bridge.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';

const state = followMain<SessionStatus>(
  boot.session === 'restoring' ? { state: 'restoring' } : { state: 'signed-out', because: null },
  () => bridge.session.status(),
  (listener) => bridge.session.onChanged(listener),
);

/** Where the session stands. Main holds it; no token is ever here. */
export const sessionStatus = state.value;

/** Asks main where the session stands, and why it ended if it did. */
export const askSession = (): Promise<void> => state.ask();

/** Signs in. Answers what refused it, or null; the password goes to main and is kept nowhere. */
export async function signIn(input: SignInInput): Promise<Failure | null> {
  const answer = await bridge.session.signIn(input);
  if (!answer.ok) return answer.failure;
  state.put(answer.value);
  return null;
}

/** Signs out here at once, and at the service as soon as the line allows. */
export async function signOut(): Promise<Failure | null> {
  const answer = await bridge.session.signOut();
  if (!answer.ok) return answer.failure;
  state.put(answer.value);
  return null;
}
