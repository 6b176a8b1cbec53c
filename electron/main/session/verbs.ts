import { success } from '#protocol/errors/problem.ts';
import type { VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { IdleWatch } from './idle-watch.ts';
import type { LinkForms } from './link-forms.ts';
import type { SessionManager } from './session-manager.ts';
import type { SignIns } from './sign-ins.ts';
import type { SocialSignIn } from './social/social-sign-in.ts';
import type { Unlock } from './unlock.ts';

export interface SessionVerbPorts {
  readonly sessionManager: Pick<SessionManager, 'lock' | 'signOut' | 'status'>;
  readonly signIns: Pick<SignIns, 'byNetwork' | 'byPassword' | 'cancel' | 'confirmLink' | 'confirmTwoStep'>;
  readonly social: Pick<SocialSignIn, 'showBrowser'>;
  readonly unlock: Unlock;
  readonly idle: Pick<IdleWatch, 'stay'>;
  readonly linkForms: Pick<LinkForms, 'close' | 'current'>;
}

type SessionVerb = Extract<keyof VerbHandlers, `session.${string}` | `linkForms.${string}`>;

/** Handlers of signing in and out, the lock, and the forms that links open. */
export function sessionHandlers(ports: SessionVerbPorts): Pick<VerbHandlers, SessionVerb> {
  const { idle, linkForms, sessionManager, signIns, social, unlock } = ports;
  return {
    'session.signIn': (input) => signIns.byPassword(input),
    'session.signInThrough': (input) => signIns.byNetwork(input),
    'session.showBrowser': () => social.showBrowser(),
    'session.confirmTwoStep': ({ code }) => signIns.confirmTwoStep(code),
    'session.confirmLink': ({ password }) => signIns.confirmLink(password),
    'session.cancelSignIn': () => success(signIns.cancel()),
    'session.stay': () => {
      idle.stay();
      return success(null);
    },
    'session.lock': () => success(sessionManager.lock('asked')),
    'session.unlock': (input) => unlock(input),
    'session.signOut': async () => {
      signIns.cancel();
      return success(await sessionManager.signOut());
    },
    'session.status': () => success(sessionManager.status.get()),
    'linkForms.current': () => success(linkForms.current()),
    'linkForms.close': () => {
      linkForms.close();
      return success(null);
    },
  };
}
