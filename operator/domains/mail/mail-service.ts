import { mintLink } from '../accounts/one-time-links.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { createCatcher, type Catcher } from '../../outside/mail-catcher/catcher.ts';
import { createCaughtLetters, type CaughtLetterStore } from '../../outside/mail-catcher/caught-mail.ts';
import { createMailer } from '../../platform/mail/mailer.ts';
import { forgetMessages } from '../../outside/sms-gateway/phone-messages.ts';
import { mailSenderOf } from '../../platform/profile/mail-sender.ts';
import { createOutbox, type LetterLog, type Outbox } from './outbox.ts';

export interface MailOptions {
  /** `smtp://` or `smtps://` of the server that letters leave through; the built-in catcher unless given. */
  readonly smtpUrl?: string | undefined;
  /** Address that letters come from; the operator's own unless given (many servers insist on theirs). */
  readonly from?: string | undefined;
}

export interface PostDeps extends MailOptions {
  /** Where the pages behind the links are. */
  readonly origin: () => string;
  readonly log: LetterLog;
  readonly onError: (error: unknown) => void;
}

/** The operator's post: outbox, way to the mail server, and the catcher where there is no other server. */
export interface Post {
  readonly letters: Outbox;
  readonly caught: CaughtLetterStore;
  /** Null: letters leave through another server. */
  readonly catcher: Catcher | null;
  /** Forgets letters and short messages that nobody looks at any more. */
  tidy(): Promise<void>;
  /** Sends no more and closes the catcher. */
  close(): Promise<void>;
}

/** How often another server is spoken to when no letter does it: who asks for a letter is told how long it may take. */
const GREET_EVERY_MS = 60_000;

/** Puts the post together. Nothing is loaded and nothing listens before the first letter. */
export function createPost(core: Core, { smtpUrl, from, origin, log, onError }: PostDeps): Post {
  const { db, clock, profile } = core;
  const caught = createCaughtLetters({ db, clock });
  const catcher = smtpUrl === undefined ? createCatcher({ keep: (message) => caught.keep(message), onError }) : null;
  const address = from ?? mailSenderOf(profile.id);
  const mailer = createMailer({
    server: () => catcher?.address() ?? Promise.resolve(smtpUrl ?? ''),
    sender: (language) => ({ name: profile.brand[language], address }),
  });
  const letters = createOutbox({
    db,
    clock,
    profile,
    mailer,
    mint: mintLink,
    origin,
    log,
    onError,
    greetEveryMs: catcher === null ? GREET_EVERY_MS : null,
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
