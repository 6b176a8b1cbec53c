import type { Language } from '#protocol/primitives.ts';
import { MailFailure, mailFailureOf } from './mail-failure.ts';

/** A rendered e-mail. */
export interface MailMessage {
  readonly id: string;
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ms UTC */
  readonly at: number;
}

/** Sends e-mail through a server. Throws `MailFailure`. */
export interface Mailer {
  /** Sends a message; resolves when the server accepted it. */
  deliver(message: MailMessage, signal: AbortSignal): Promise<void>;
  /** Checks the connection without sending. */
  greet(): Promise<void>;
}

export interface MailSender {
  readonly name: string;
  readonly address: string;
}

export interface MailerDeps {
  /** `smtp://` or `smtps://` URL of the server, read before each use. */
  readonly server: () => Promise<string>;
  /** Sender name and address, in the message's language. */
  readonly sender: (language: Language) => MailSender;
}

const CONNECT_WITHIN_MS = 10_000;
const QUIET_AT_MOST_MS = 20_000;
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Requires TLS beyond loopback, so that the password is encrypted. */
function needsTls(server: string): boolean {
  const { username, hostname } = new URL(server);
  return username !== '' && !loopback.has(hostname);
}

async function transport(server: string) {
  // Loaded with the first message, to keep start-up fast.
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url: server,
    requireTLS: needsTls(server),
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: CONNECT_WITHIN_MS,
    dnsTimeout: CONNECT_WITHIN_MS,
    socketTimeout: QUIET_AT_MOST_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Creates an SMTP mailer. One connection per message: there are few, and the server may change. */
export function createMailer({ server, sender }: MailerDeps): Mailer {
  const withTransport = async (
    work: (open: Awaited<ReturnType<typeof transport>>) => Promise<unknown>,
  ): Promise<void> => {
    try {
      const open = await transport(await server());
      try {
        await work(open);
      } finally {
        open.close();
      }
    } catch (error) {
      throw mailFailureOf(error);
    }
  };
  return {
    greet: () => withTransport((open) => open.verify()),
    deliver: (message, signal) =>
      withTransport(async (open) => {
        const from = sender(message.language);
        const { rejected } = await open.sendMail({
          from,
          to: { name: '', address: message.to },
          subject: message.subject,
          text: message.text,
          html: message.html,
          date: new Date(message.at),
          // Stable, so that a message sent twice after a crash is recognised as a duplicate.
          messageId: `<${message.id}@${from.address.slice(from.address.indexOf('@') + 1)}>`,
          // RFC 3834: prevents automatic replies.
          headers: { 'Content-Language': message.language, 'Auto-Submitted': 'auto-generated' },
          signal,
        });
        if (rejected.length > 0) throw new MailFailure('never', 'rejected');
      }),
  };
}
