import type { ServiceStatus } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import type { StartContext } from '../app/context.ts';
import type { Notices } from '../app/notices.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { Documents } from '../documents/documents.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { Call } from '../operator/call.ts';
import type { Overviews } from '../overview/overview-cache.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import type { ServiceLine } from '../operator/connection.ts';
import type { PaymentKeeper } from '../payments/payment-manager.ts';
import type { PromiseKeys } from '../promises/promise-keys.ts';
import type { Outside } from '../security/external-links.ts';
import type { IdleWatch } from '../session/idle-watch.ts';
import type { LinkForms } from '../session/link-forms.ts';
import type { SessionKeeper } from '../session/session-manager.ts';
import type { SignIns } from '../session/sign-ins.ts';
import type { SocialSignIn } from '../session/social/social-sign-in.ts';
import type { Unlock } from '../session/unlock.ts';
import type { Handlers } from './dispatch.ts';
import { accountHandlers } from './handlers/account.ts';
import { documentHandlers } from './handlers/documents.ts';
import { letterHandlers } from './handlers/letters.ts';
import { moneyHandlers } from './handlers/money.ts';
import { paymentHandlers } from './handlers/payments.ts';
import { programHandlers } from './handlers/program.ts';
import { sessionHandlers } from './handlers/session.ts';

/** What the answers to the renderer's questions are made of. */
export interface HandlerParts {
  readonly context: Pick<StartContext, 'onStarted'>;
  readonly api: OperatorApi;
  readonly call: Call;
  readonly keeper: SessionKeeper;
  readonly signIns: SignIns;
  readonly social: SocialSignIn;
  readonly unlock: Unlock;
  readonly idle: Pick<IdleWatch, 'stay'>;
  readonly linkForms: LinkForms;
  readonly line: ServiceLine;
  readonly overviews: Overviews;
  readonly outside: Outside;
  /** Brought when the first file is asked for. */
  readonly documents: () => Promise<Documents>;
  readonly payments: PaymentKeeper;
  readonly promiseKeys: PromiseKeys;
  readonly profile: ProfileSource;
  readonly settings: SettingsStore;
  readonly notices: Notices;
  /** Language of the program, and so of what is written to the person. */
  readonly language: () => Language;
  /** Money moved, or what moves it was set anew. */
  readonly moneyChanged: (contractNumber: string | null) => void;
  /** Waits, ms. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly retryService: () => Promise<ServiceStatus>;
}

/** What each question of the renderer does. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...sessionHandlers(parts),
    ...letterHandlers(parts),
    ...accountHandlers(parts),
    ...documentHandlers(parts),
    ...moneyHandlers(parts),
    ...paymentHandlers(parts),
    ...programHandlers(parts),
  };
}
