import type { BrowserWindow } from 'electron';
import type { Language } from '#protocol/primitives.ts';
import type { Documents } from '../documents/documents.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import type { PaymentKeeper } from '../payments/payment-manager.ts';
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
import { sessionHandlers } from './handlers/session.ts';

/** What the answers to the renderer's questions are made of. */
export interface HandlerParts {
  readonly api: OperatorApi;
  readonly keeper: SessionKeeper;
  readonly signIns: SignIns;
  readonly social: SocialSignIn;
  readonly unlock: Unlock;
  readonly idle: Pick<IdleWatch, 'stay'>;
  readonly linkForms: LinkForms;
  /** Brought when the first file is asked for. */
  readonly documents: () => Promise<Documents>;
  readonly payments: PaymentKeeper;
  readonly profile: ProfileSource;
  readonly window: () => BrowserWindow | null;
  /** Language of the program, and so of what is written to the person. */
  readonly language: () => Language;
  /** How one gets into the account changed: whoever shows it asks again. */
  readonly securityChanged: () => void;
  /** Money moved, or what moves it was set anew. */
  readonly moneyChanged: (contractNumber: string | null) => void;
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
  };
}
