import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import { sha256 } from '../../platform/crypto/tokens.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { LetterKind } from './mail-kinds.ts';

/**
 * Whether a letter of this kind may go to this address (normalised) now, and if so counts it; in the caller's
 * transaction. When false the caller answers as always and writes none. It knows nothing of accounts: an address is
 * judged alike whether or not anybody has it.
 */
export type MayWrite = (trx: Kysely<Database>, kind: LetterKind, address: string) => Promise<boolean>;

const HOUR_MS = 3_600_000;

/**
 * By `letterAgainMs` (between two) and `lettersAnHour` (within an hour from the first) of the rules, over
 * `letter_requests`; addresses are stored hashed.
 */
export function createMayWrite({ clock, rules }: { clock: Clock; rules: AccountRules }): MayWrite {
  return async (trx, kind, address) => {
    const now = clock.now();
    const key = sha256(`${kind} ${address}`);
    // The upsert locks the row, so that of two requests at once only one is let through.
    const row = await trx
      .insertInto('letter_requests')
      .values({ key_hash: key, last_at: 0, window_from: now, in_window: 0 })
      .onConflict((conflict) =>
        conflict.column('key_hash').doUpdateSet((eb) => ({ last_at: eb.ref('letter_requests.last_at') })),
      )
      .returning(['last_at', 'window_from', 'in_window'])
      .executeTakeFirstOrThrow();
    if (row.in_window > 0 && now - row.last_at < rules.letterAgainMs) return false;
    const newWindow = now - row.window_from >= HOUR_MS;
    if (!newWindow && row.in_window >= rules.lettersAnHour) return false;
    await trx
      .updateTable('letter_requests')
      .set({
        last_at: now,
        window_from: newWindow ? now : row.window_from,
        in_window: newWindow ? 1 : row.in_window + 1,
      })
      .where('key_hash', '=', key)
      .execute();
    return true;
  };
}

/** Forgets requests that bear on nothing any more. */
export async function forgetLetterRequests(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom('letter_requests')
    .where('last_at', '<', now - HOUR_MS)
    .where('window_from', '<', now - HOUR_MS)
    .execute();
}
