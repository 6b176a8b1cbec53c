/**
 * Why a letter did not leave.
 * - `server`: the mail server cannot be used just now, by anybody: not reached, not answering, not letting us in.
 * - `later`: it wants this letter another time.
 * - `never`: it will not have this letter at all.
 */
export type MailFailureKind = 'server' | 'later' | 'never';

/** A letter did not leave. Carries no address and no text: both stand in what a mail server answers. */
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

/** Codes of nodemailer that are about the letter; every other is about the server or the way to it. */
const aboutTheLetter = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);
/** RFC 5321, 3.8: the server is about to shut down, whatever it was asked. */
const closing = 421;

function kindOf(code: string, reply: number, command: string): MailFailureKind {
  // A sender that it does not want is a sender of all our letters.
  if (!aboutTheLetter.has(code) || reply === closing || command === 'MAIL FROM') return 'server';
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

/** What an error of nodemailer means. */
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
