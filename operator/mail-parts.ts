import { mintLink } from './domains/accounts/one-time-links.ts';
import { createMailService, type MailServiceDeps } from './domains/mail/mail-service.ts';
import type { Outbox } from './domains/mail/outbox.ts';
import { createCatcher, type Catcher } from './outside/mail-catcher/catcher.ts';
import { createCaughtLetters, type CaughtLetterStore } from './outside/mail-catcher/caught-mail.ts';
import type { Core } from './platform/lifecycle/core.ts';
import { forgetMessages } from './platform/sms/sms.ts';

export interface MailOptions {
  /** `smtp://` or `smtps://` of the mail server; the built-in catcher unless given. */
  readonly smtpUrl?: string | undefined;
  /** Address that mail is sent from; the operator's own unless given (many servers require their own). */
  readonly from?: string | undefined;
}

export interface MailPartsDeps extends MailOptions, Pick<MailServiceDeps, 'origin' | 'log' | 'onError'> {}

/** The mail service, and the built-in mail catcher where no other server is configured. */
export interface MailParts {
  readonly letters: Outbox;
  readonly caught: CaughtLetterStore;
  /** Null: mail goes to another server. */
  readonly catcher: Catcher | null;
  /** Deletes old mail and short messages. */
  tidy(): Promise<void>;
  /** Stops sending and closes the catcher. */
  close(): Promise<void>;
}

/** Interval of connection checks of another server: who asks for mail is told whether it may take longer. */
const GREET_EVERY_MS = 60_000;

/** Connects the mail service with its server. Loads nothing and listens nowhere before the first mail. */
export function createMailParts(core: Core, { smtpUrl, from, origin, log, onError }: MailPartsDeps): MailParts {
  const { db, clock } = core;
  const caught = createCaughtLetters({ db, clock });
  const catcher = smtpUrl === undefined ? createCatcher({ keep: (message) => caught.keep(message), onError }) : null;
  const letters = createMailService(core, {
    server: () => catcher?.address() ?? Promise.resolve(smtpUrl ?? ''),
    greetEveryMs: catcher === null ? GREET_EVERY_MS : null,
    from,
    mint: mintLink,
    origin,
    log,
    onError,
  });
  return {
    letters,
    caught,
    catcher,
    async tidy() {
      await letters.purge();
      await forgetMessages(db, clock.now());
    },
    async close() {
      await letters.stop();
      await catcher?.close();
    },
  };
}
