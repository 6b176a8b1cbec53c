import type { Core } from '../../../operator/platform/lifecycle/core.ts';
import { mintLink } from '../../../operator/domains/accounts/one-time-links.ts';
import { MailFailure, type MailFailureKind } from '../../../operator/platform/mail/mail-failure.ts';
import type { Mailer, MailMessage } from '../../../operator/platform/mail/mailer.ts';
import type { MailKind, MailOrder } from '../../../operator/domains/mail/mail-kinds.ts';
import { createOutbox, type Outbox, type OutboxDeps } from '../../../operator/domains/mail/outbox.ts';

/** Test double of a mail server with configurable responses. */
export class TestServer implements Mailer {
  readonly sent: MailMessage[] = [];
  greeted = 0;
  /** The following responses; null: e-mail is accepted. */
  trouble: MailFailureKind | null = null;
  /** Awaited before an e-mail is accepted. */
  before: (message: MailMessage) => Promise<void> = () => Promise.resolve();

  greet(): Promise<void> {
    this.greeted += 1;
    return this.trouble === 'server'
      ? Promise.reject(new MailFailure('server', 'ECONNREFUSED CONN'))
      : Promise.resolve();
  }

  async deliver(message: MailMessage): Promise<void> {
    await this.before(message);
    if (this.trouble !== null) throw new MailFailure(this.trouble, `test ${this.trouble}`);
    this.sent.push(message);
  }
}

/** An outbox over a test's database and server; sends on demand unless it is started. */
export interface TestOutbox extends Outbox {
  /** All lines of its log, as text. */
  readonly lines: string[];
  readonly errors: unknown[];
}

export function testOutbox(core: Core, mailer: Mailer, different: Partial<OutboxDeps> = {}): TestOutbox {
  const lines: string[] = [];
  const errors: unknown[] = [];
  const line = (fields: object, text: string): void => void lines.push(`${text} ${JSON.stringify(fields)}`);
  const outbox = createOutbox({
    db: core.db,
    clock: core.clock,
    profile: core.profile,
    mailer,
    mint: mintLink,
    origin: () => 'http://127.0.0.1:3116',
    log: { info: line, warn: line },
    onError: (error) => errors.push(error),
    greetEveryMs: null,
    ...different,
  });
  return { ...outbox, lines, errors };
}

/** An order for a letter to Anna. */
export function order(kind: MailKind, different: Partial<MailOrder> = {}): MailOrder {
  return { kind, recipient: 'anna@example.test', accountId: null, language: 'en', subjectId: 'anna', ...different };
}

/** The token of the link in an e-mail. */
export function tokenIn(message: Pick<MailMessage, 'text'> | undefined): string {
  const token = /#token=([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/.exec(message?.text ?? '')?.[1];
  if (token === undefined) throw new Error('There is no link in the letter.');
  return token;
}
