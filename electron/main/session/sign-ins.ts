import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { accounts } from '#protocol/api/accounts.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { SignInAnswer, SignInRequest } from '#protocol/api/sessions.ts';
import type { SignInInput } from '#protocol/ipc/bridge.ts';
import type { SessionStatus, SignInOutcome } from '#protocol/ipc/state.ts';
import type { Computer, Language } from '#protocol/primitives.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { Call } from '../operator/call.ts';
import type { PendingSignIn, PendingSignIns } from './pending-sign-in.ts';
import type { SessionKeeper } from './session-manager.ts';
import type { SocialSignIn } from './social/social-sign-in.ts';

/** Every way to sign in; all end in the keeper taking the session, or in a question to the person. */
export interface SignIns {
  /** Errors: `sign-in-failed`, `sign-in-throttled`, `service-*`; `session-ended` when it was called off meanwhile. */
  byPassword(input: SignInInput): Promise<Result<SignInOutcome>>;
  /** By the one-time token of a registration's letter. Errors: `link-invalid`, and those of a password. */
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
  /** Errors: `two-step-failed`, `two-step-expired` (also where none waits). */
  confirmTwoStep(code: string): Promise<Result<SignInOutcome>>;
  /** Errors: `sign-in-failed`, `sign-in-throttled`, `identity-ticket-expired` (also where none waits). */
  confirmLink(password: string): Promise<Result<SignInOutcome>>;
  /** Calls off whatever is under way or waits; a session that is granted all the same is ended. */
  cancel(): SessionStatus;
  /** Asks what ways into the account there are, where that is not known: whether a password can unlock it. */
  learnWaysIn(): Promise<void>;
}

type Api = Pick<OperatorApi, 'signIn' | 'twoStep' | 'identity' | 'identityLink' | 'confirmRegistration'>;

/** @param ports.device what this computer calls itself in the list of signed-in devices */
export function createSignIns(ports: {
  readonly api: Api;
  readonly call: Call;
  readonly keeper: SessionKeeper;
  readonly pending: PendingSignIns;
  readonly social: Pick<SocialSignIn, 'start' | 'cancel'>;
  readonly profile: () => Promise<Result<OperatorProfile>>;
  readonly language: () => Language;
  readonly device: SignInRequest['device'];
}): SignIns {
  const { api, call, keeper, pending, device } = ports;
  /** Rises with each sign-in begun, called off or come to its end: what an earlier one still brings is not wanted. */
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
  /** The secret is kept no longer than the service honours it. */
  const hold = (waiting: PendingSignIn): void => {
    pending.hold(waiting);
    void ports.profile().then((profile) => {
      if (!profile.ok) return;
      const { twoStepMs, identityTicketMs } = profile.value.accounts;
      pending.limit(waiting, waiting.step === 'two-step' ? twoStepMs : identityTicketMs);
    });
  };
  const learnWaysIn = async (): Promise<void> => {
    const session = keeper.current();
    if (session === null || session.computer !== 'own' || session.hasPassword !== null) return;
    const answer = await keeper.beneathLock((accessToken) => call(accounts.security, {}, { accessToken }));
    if (answer.ok) keeper.learned(answer.value);
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
      await keeper.decline(answer.value);
      return failed({ code: 'session-ended' });
    }
    endAttempts();
    const status = await keeper.adopt(answer.value, { computer, hasPassword });
    void learnWaysIn();
    return success({ step: 'signed-in', status });
  };
  /** A waiting sign-in whose secret the service does not honour any more is over. */
  const dropOn = (code: ErrorCode, answer: Result<unknown>): void => {
    if (!answer.ok && answer.failure.code === code) pending.forget();
  };
  return {
    async byPassword(input): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const answer = await api.signIn({ ...input, device });
      return settle(mine, answer, { computer: input.computer, hasPassword: true });
    },
    async byRegistration(input): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const answer = await api.confirmRegistration({ ...input, device });
      return settle(mine, answer, { computer: input.computer, hasPassword: true });
    },
    async byNetwork({ provider, computer }): Promise<Result<SignInOutcome>> {
      const mine = begin();
      const found = await ports.social.start({ provider, language: ports.language() });
      if (!found.ok) return found;
      if (mine !== attempt) return failed({ code: 'provider-timeout' });
      const { ticket } = found.value;
      const answer = await api.identity({ ticket, computer, device });
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
      const answer = await api.twoStep({ challenge: waiting.challenge, code });
      if (mine === attempt) dropOn('two-step-expired', answer);
      return settle(mine, answer, waiting);
    },
    async confirmLink(password): Promise<Result<SignInOutcome>> {
      const waiting = pending.waiting('link');
      if (waiting === null) return failed({ code: 'identity-ticket-expired' });
      const mine = attempt;
      const { ticket, computer } = waiting;
      const answer = await api.identityLink({ ticket, password, computer, device });
      if (mine === attempt) dropOn('identity-ticket-expired', answer);
      return settle(mine, answer, { computer, hasPassword: true });
    },
    cancel(): SessionStatus {
      begin();
      return keeper.status.get();
    },
    learnWaysIn,
  };
}
