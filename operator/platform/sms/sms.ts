import type { Kysely } from 'kysely';
import { newId } from '../crypto/tokens.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/schema.ts';

/** What the SMS gateway sent. */
interface ShortMessagesTable {
  id: string;
  at: number;
  phone: string;
  account_id: string | null;
  text: string;
}

/** A message written to the short number. `id` is the gateway's own, so that one delivered twice is one. */
interface IncomingMessageTable {
  id: string;
  /** ms UTC */
  at: number;
  /** E.164 */
  phone: string;
  text: string;
  payment_id: string | null;
  /** What was written back; null while it is being worked on. */
  answer: string | null;
}

declare module '../database/schema.ts' {
  interface Database {
    short_messages: ShortMessagesTable;
    incoming_messages: IncomingMessageTable;
  }
}

/** A short message on its way out. `phone`: E.164. */
export interface ShortMessageOrder {
  readonly phone: string;
  readonly text: string;
  /** Whose it is: the message goes with the account when that is deleted. */
  readonly accountId: string | null;
}

/** The SMS gateway, as far as it sends. */
export interface ShortMessages {
  /** Sends with the caller's transaction: what is rolled back was never sent. */
  send(trx: Kysely<Database>, message: ShortMessageOrder): Promise<void>;
}

/** The mock's gateway: what it sends stands on the phone of the operator console. */
export function createShortMessages({ clock }: { clock: Clock }): ShortMessages {
  return {
    async send(trx, { phone, text, accountId }) {
      await trx
        .insertInto('short_messages')
        .values({ id: newId(), at: clock.now(), phone, account_id: accountId, text })
        .execute();
    },
  };
}

const KEPT_MS = 90 * 86_400_000;

/**
 * Deletes old messages. A message to the short number is kept until it is answered; if it is delivered again after that,
 * its payment is still found by its key.
 */
export async function forgetMessages(db: Kysely<Database>, now: number): Promise<void> {
  const before = now - KEPT_MS;
  await db.deleteFrom('short_messages').where('at', '<', before).execute();
  await db.deleteFrom('incoming_messages').where('at', '<', before).where('answer', 'is not', null).execute();
}
