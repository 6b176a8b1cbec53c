import type { Core } from '../../../operator/platform/lifecycle/core.ts';
import { MailFailure } from '../../../operator/platform/mail/mail-failure.ts';
import type { MailMessage } from '../../../operator/platform/mail/mailer.ts';
import { createOutbox, type Outbox } from '../../../operator/domains/mail/outbox.ts';
import { mintLink } from '../../../operator/domains/accounts/one-time-links.ts';

/** Test outbox: sends e-mail into an array, on demand. */
export interface TestPost {
  readonly outbox: Outbox;
  /** Sent e-mail, in order. */
  readonly sent: readonly MailMessage[];
  /** Sends due e-mail; returns what was sent since the last call. */
  deliver(): Promise<MailMessage[]>;
  /** Sends due e-mail and returns the token of the newest link to an address. */
  tokenTo(address: string): Promise<string>;
  /** Makes the mail server unavailable. */
  setDown(down: boolean): void;
}

export function createTestPost(core: Core): TestPost {
  const sent: MailMessage[] = [];
  let seen = 0;
  let isDown = false;
  const errors: unknown[] = [];
  const answer = (): Promise<void> =>
    isDown ? Promise.reject(new MailFailure('server', 'ECONNREFUSED')) : Promise.resolve();
  const outbox = createOutbox({
    db: core.db,
    clock: core.clock,
    profile: core.profile,
    mailer: {
      greet: answer,
      async deliver(message) {
        await answer();
        sent.push(message);
      },
    },
    mint: mintLink,
    origin: () => 'http://127.0.0.1:3116',
    log: { info: () => undefined, warn: () => undefined },
    onError: (error) => errors.push(error),
    greetEveryMs: null,
  });
  async function deliver(): Promise<MailMessage[]> {
    await outbox.run();
    if (errors.length > 0) throw errors[0] as Error;
    const fresh = sent.slice(seen);
    seen = sent.length;
    return fresh;
  }
  return {
    outbox: { ...outbox, wake: () => undefined },
    sent,
    deliver,
    async tokenTo(address) {
      await deliver();
      const text = sent.findLast((message) => message.to === address)?.text ?? '';
      const token = /#token=([A-Za-z0-9_-]{43})/.exec(text)?.[1];
      if (token === undefined) throw new Error(`No link went to ${address}.`);
      return token;
    },
    setDown(down) {
      isDown = down;
    },
  };
}
