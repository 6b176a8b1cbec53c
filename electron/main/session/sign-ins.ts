import { registrations, sessions } from '#protocol/api/sign-in.ts';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { SignInAnswer, SignInRequest } from '#protocol/api/sessions.ts';
import type { SignInInput } from '#protocol/ipc/session.ts';
import type { SessionStatus, SignInOutcome } from '#protocol/ipc/state.ts';
import type { Computer, Language } from '#protocol/primitives.ts';
import type { Call } from '../operator/call.ts';
import type { PendingSignIn, PendingSignIns } from './pending-sign-in.ts';
import type { SessionManager } from './session-manager.ts';
import type { SocialSignIn } from './social/social-sign-in.ts';

/** All ways to sign in. Each ends in a session of the session manager, or in a question to the person. */
export interface SignIns {
  /** Errors: `sign-in-failed`, `sign-in-throttled`, `service-*`; `session-ended` when it was cancelled meanwhile. */
  byPassword(input: SignInInput): Promise<Result<SignInOutcome>>;
  /** By the one-time token of a registration's e-mail. Errors: `link-invalid`, and those of a password. */
  byRegistration(input: {
    readonly token: string;
    readonly password: string;
    readonly computer: Computer;
  }): Promise<Result<SignInOutcome>>;
  /** Through the person's browser. Errors: those of `SocialSignIn.start`, `identity-ticket-expired`. */
  byNetwork(input: {
    readonly provider: IdentityProvider;
    readonly computer: Computer;
  }): Promise<Result<SignInOutcome>>;
  /** Errors: `two-step-failed`, `two-step-expired` (also when none is pending). */
  confirmTwoStep(code: string): Promise<Result<SignInOutcome>>;
  /** Errors: `sign-in-failed`, `sign-in-throttled`, `identity-ticket-expired` (also when none is pending). */
  confirmLink(password: string): Promise<Result<SignInOutcome>>;
  /** Cancels the sign-in that is in flight or pending; a session that is created all the same is ended. */
  cancel(): SessionStatus;
  /** Reads whether the account has a password to unlock with, where that is not known. */
  learnWaysIn(): Promise<void>;
}

/** @param ports.device name of this computer in the list of signed-in devices */
export function createSignIns(ports: {
  readonly call: Call;
  readonly sessionManager: SessionManager;
  readonly pending: PendingSignIns;
  readonly social: Pick<SocialSignIn, 'start' | 'cancel'>;
  readonly profile: () => Promise<Result<OperatorProfile>>;
  readonly language: () => Language;
  readonly device: SignInRequest['device'];
}): SignIns {
  const { call, sessionManager, pending, device } = ports;
  /** Increases with each sign-in started, cancelled or completed: results of earlier ones are discarded. */
  let attempt = 0;
  const endAttempts = (): void => {
    pending.forget();
    attempt += 1;
  };
  const begin = (): number => {
    ports.social.cancel();
    endAttempts();
    return attempt;
  };
  /** Keeps the secret no longer than the service accepts it. */
  const hold = (waiting: PendingSignIn): void => {
    pending.hold(waiting);
    void ports.profile().then((profile) => {
      if (!profile.ok) return;
      const { twoStepMs, identityTicketMs } = profile.value.accounts;
      pending.limit(waiting, waiting.step === 'two-step' ? twoStepMs : identityTicketMs);
    });
  };
  const learnWaysIn = async (): Promise<void> => {
    const session = sessionManager.current();
    if (session === null || session.computer !== 'own' || session.hasPassword !== null) return;
    const answer = await sessionManager.beneathLock((accessToken) => call(accounts.security, {}, { accessToken }));
    if (answer.ok) sessionManager.learned(answer.value);
  };
  const settle = async (
    mine: number,
    answer: Result<SignInAnswer>,
    { computer, hasPassword }: { readonly computer: Computer; readonly hasPassword: boolean | null },
  ): Promise<Result<SignInOutcome>> => {
    if (!answer.ok) return answer;
    if ('twoStep' in answer.value) {
      if (mine !== attempt) return failed({ code: 'two-step-expired' });
      const { challenge, expiresInMs } = answer.value.twoStep;
      hold({ step: 'two-step', challenge, computer, hasPassword });
      return success({ step: 'two-step', expiresInMs });
    }
    if (mine !== attempt) {
      await sessionManager.decline(answer.value);
      return failed({ code: 'session-ended' });
    }
    endAttempts();
    const status = await sessionManager.adopt(answer.value, { computer, hasPassword });
    void learnWaysIn();
    return success({ step: 'signed-in', status });
  };
  /** Forgets the pending sign-in when the service does not accept its secret any more. */
  const dropOn = (code: ErrorCode, answer: Result<unknown>): void => {
    if (!answer.ok && answer.failure.code === code) pending.forget();
  };
  return {
    async byPassword(input): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const answer = await call(sessions.create, { ...input, device });
      return settle(mine, answer, { computer: input.computer, hasPassword: true });
    },
    async byRegistration(input): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const answer = await call(registrations.confirm, { ...input, device });
      return settle(mine, answer, { computer: input.computer, hasPassword: true });
    },
    async byNetwork({ provider, computer }): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const found = await ports.social.start({ provider, language: ports.language() });
      if (!found.ok) return found;
      if (mine !== attempt) return failed({ code: 'provider-timeout' });
      const { ticket } = found.value;
      const answer = await call(sessions.createByIdentity, { ticket, computer, device });
      const email = answer.ok ? undefined : answer.failure.email;
      if (!answer.ok && answer.failure.code === 'account-link-needed' && email !== undefined) {
        if (mine !== attempt) return failed({ code: 'provider-timeout' });
        hold({ step: 'link', ticket, provider, computer });
        return success({ step: 'link', provider, email });
      }
      return settle(mine, answer, { computer, hasPassword: null });
    },
    async confirmTwoStep(code): Promise<Result<SignInOutcome>> {
      const waiting = pending.waiting('two-step');
      if (waiting === null) return failed({ code: 'two-step-expired' });
      const mine = attempt;
      const answer = await call(sessions.confirmTwoStep, { challenge: waiting.challenge, code });
      if (mine === attempt) dropOn('two-step-expired', answer);
      return settle(mine, answer, waiting);
    },
    async confirmLink(password): Promise<Result<SignInOutcome>> {
      const waiting = pending.waiting('link');
      if (waiting === null) return failed({ code: 'identity-ticket-expired' });
      const mine = attempt;
      const { ticket, computer } = waiting;
      const answer = await call(sessions.createByIdentityLink, { ticket, password, computer, device });
      if (mine === attempt) dropOn('identity-ticket-expired', answer);
      return settle(mine, answer, { computer, hasPassword: true });
    },
    cancel(): SessionStatus {
      begin();
      return sessionManager.status.get();
    },
    learnWaysIn,
  };
}
