import { mintLink } from './domains/accounts/one-time-links.ts';
import { createMailService, type MailServiceDeps } from './domains/mail/mail-service.ts';
import type { Outbox } from './domains/mail/outbox.ts';
import { createCatcher, type Catcher } from './outside/mail-catcher/catcher.ts';
import { createCaughtMail, type CaughtMailStore } from './outside/mail-catcher/caught-mail.ts';
import type { Core } from './platform/lifecycle/core.ts';
import { forgetMessages } from './platform/sms/sms.ts';

export interface MailOptions {
  /** `smtp://` or `smtps://` URL of the mail server. Default: the built-in catcher. */
  readonly smtpUrl?: string | undefined;
  /** Sender address. Default: the operator's own (many servers require their own). */
  readonly from?: string | undefined;
}

export interface MailPartsDeps extends MailOptions, Pick<MailServiceDeps, 'origin' | 'log' | 'onError'> {}

/** The mail service, and the built-in mail catcher where no other server is configured. */
export interface MailParts {
  readonly outbox: Outbox;
  readonly caught: CaughtMailStore;
  /** Null: mail goes to another server. */
  readonly catcher: Catcher | null;
  /** Deletes old mail and short messages. */
  tidy(): Promise<void>;
  /** Stops sending and closes the catcher. */
  close(): Promise<void>;
}

/**
 * Interval of connection checks of an external server, which decide whether users are told that mail may be delayed.
 */
const GREET_EVERY_MS = 60_000;

/** Creates the mail service and its server. Loads nothing and opens no port before the first message. */
export function createMailParts(core: Core, { smtpUrl, from, origin, log, onError }: MailPartsDeps): MailParts {
  const { db, clock } = core;
  const caught = createCaughtMail({ db, clock });
  const catcher = smtpUrl === undefined ? createCatcher({ keep: (message) => caught.keep(message), onError }) : null;
  const outbox = createMailService(core, {
    server: () => catcher?.address() ?? Promise.resolve(smtpUrl ?? ''),
    greetEveryMs: catcher === null ? GREET_EVERY_MS : null,
    from,
    mint: mintLink,
    origin,
    log,
    onError,
  });
  return {
    outbox,
    caught,
    catcher,
    async tidy() {
      await outbox.purge();
      await forgetMessages(db, clock.now());
    },
    async close() {
      await outbox.stop();
      await catcher?.close();
    },
  };
}
