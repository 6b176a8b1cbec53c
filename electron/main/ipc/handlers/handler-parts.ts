import type { Language } from '#protocol/primitives.ts';
import type { OperatorApi } from '../../operator/api.ts';
import type { Call } from '../../operator/call.ts';
import type { ProfileSource } from '../../operator/profile-source.ts';
import type { IdleWatch } from '../../session/idle-watch.ts';
import type { LinkForms } from '../../session/link-forms.ts';
import type { SessionKeeper } from '../../session/session-manager.ts';
import type { SignIns } from '../../session/sign-ins.ts';
import type { SocialSignIn } from '../../session/social/social-sign-in.ts';
import type { Unlock } from '../../session/unlock.ts';

/** Dependencies of the IPC handlers. */
export interface HandlerParts {
  readonly api: OperatorApi;
  readonly call: Call;
  readonly keeper: SessionKeeper;
  readonly signIns: SignIns;
  readonly social: SocialSignIn;
  readonly unlock: Unlock;
  readonly idle: Pick<IdleWatch, 'stay'>;
  readonly linkForms: LinkForms;
  readonly profile: ProfileSource;
  /** Language of the program, and so of what is written to the person. */
  readonly language: () => Language;
  /** Waits, ms. */
  readonly sleep: (ms: number) => Promise<void>;
}
