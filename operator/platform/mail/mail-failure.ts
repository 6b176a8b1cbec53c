/**
 * Why an e-mail could not be sent.
 * - `server`: the server is unavailable for all mail: unreachable, not responding or rejecting the login.
 * - `later`: temporary rejection of this message.
 * - `never`: permanent rejection of this message.
 */
export type MailFailureKind = 'server' | 'later' | 'never';

/** E-mail could not be sent. Contains no address and no text, although server replies contain both. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly kind: MailFailureKind;
  /** The client's error code, the server's reply code and the command, for the log. */
  readonly detail: string;

  constructor(kind: MailFailureKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
    this.detail = detail;
  }
}

/** Nodemailer codes about the message; all others concern the server or the connection. */
const messageErrors = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);
/** RFC 5321, 3.8: the server is shutting down, whatever the command. */
const closing = 421;

function kindOf(code: string, reply: number, command: string): MailFailureKind {
  // A rejected sender address affects all messages.
  if (!messageErrors.has(code) || reply === closing || command === 'MAIL FROM') return 'server';
  return reply >= 400 && reply < 500 ? 'later' : 'never';
}

interface FieldTypes {
  string: string;
  number: number;
}

function field<T extends keyof FieldTypes>(error: unknown, name: string, type: T): FieldTypes[T] | null {
  const value: unknown = error instanceof Error && name in error ? Reflect.get(error, name) : null;
  return typeof value === type ? (value as FieldTypes[T]) : null;
}

/** Maps a nodemailer error to a `MailFailure`. */
export function mailFailureOf(error: unknown): MailFailure {
  if (error instanceof MailFailure) return error;
  const code = field(error, 'code', 'string') ?? 'unknown';
  const reply = field(error, 'responseCode', 'number') ?? 0;
  const command = field(error, 'command', 'string') ?? '';
  return new MailFailure(
    kindOf(code, reply, command),
    [code, reply || '', command].filter((part) => part !== '').join(' '),
  );
}
