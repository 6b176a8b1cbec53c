import type { Core } from '../../platform/lifecycle/core.ts';
import { createMailer } from '../../platform/mail/mailer.ts';
import { mailSenderOf } from '../../platform/profile/mail-sender.ts';
import { createOutbox, type MailLog, type Outbox, type OutboxDeps } from './outbox.ts';

export interface MailServiceDeps {
  /** Address of the mail server, `smtp://` or `smtps://`. */
  readonly server: () => Promise<string>;
  /** Interval (ms) of connection checks while nothing is sent; null: none. The state is shown to people who wait for mail. */
  readonly greetEveryMs: number | null;
  /** Address that mail is sent from; the operator's own unless given (many servers require their own). */
  readonly from?: string | undefined;
  /** Creates the token of a one-time link when its mail is sent. */
  readonly mint: OutboxDeps['mint'];
  /** Where the pages behind the links are. */
  readonly origin: () => string;
  readonly log: MailLog;
  readonly onError: (error: unknown) => void;
}

/** Creates the outbox with its connection to a mail server. Loads nothing and connects nowhere before the first mail. */
export function createMailService(core: Core, deps: MailServiceDeps): Outbox {
  const { db, clock, profile } = core;
  const { server, greetEveryMs, from, mint, origin, log, onError } = deps;
  const address = from ?? mailSenderOf(profile.id);
  const mailer = createMailer({ server, sender: (language) => ({ name: profile.brand[language], address }) });
  return createOutbox({ db, clock, profile, mailer, mint, origin, log, onError, greetEveryMs });
}
