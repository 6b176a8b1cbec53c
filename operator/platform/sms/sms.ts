import type { Kysely } from 'kysely';
import { newId } from '../crypto/tokens.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/schema.ts';

/** Messages sent by the SMS gateway. */
interface ShortMessagesTable {
  id: string;
  at: number;
  phone: string;
  account_id: string | null;
  text: string;
}

/** A message to the short number. `id` is the gateway's, which makes repeated delivery idempotent. */
interface IncomingMessageTable {
  id: string;
  /** ms UTC */
  at: number;
  /** E.164 */
  phone: string;
  text: string;
  payment_id: string | null;
  /** Reply; null while it is being processed. */
  answer: string | null;
}

declare module '../database/schema.ts' {
  interface Database {
    short_messages: ShortMessagesTable;
    incoming_messages: IncomingMessageTable;
  }
}

/** An outgoing SMS. `phone`: E.164. */
export interface ShortMessageOrder {
  readonly phone: string;
  readonly text: string;
  /** Owner: the message is deleted with the account. */
  readonly accountId: string | null;
}

/** Sends SMS through the gateway. */
export interface ShortMessages {
  /** Sends within the caller's transaction: nothing is sent after a rollback. */
  send(trx: Kysely<Database>, message: ShortMessageOrder): Promise<void>;
}

/** Mock gateway: sent messages appear on the phone page of the operator console. */
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
 * Deletes old messages. A message to the short number is kept until it is answered; if it is delivered again later, its
 * payment is still found by its key.
 */
export async function forgetMessages(db: Kysely<Database>, now: number): Promise<void> {
  const before = now - KEPT_MS;
  await db.deleteFrom('short_messages').where('at', '<', before).execute();
  await db.deleteFrom('incoming_messages').where('at', '<', before).where('answer', 'is not', null).execute();
}
