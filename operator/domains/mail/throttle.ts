import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import { sha256 } from '../../platform/crypto/tokens.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/schema.ts';
import type { MailKind } from './mail-kinds.ts';

/**
 * Checks whether mail of this kind may be sent to this address (normalised) now, and counts it if so, in the caller's
 * transaction. On false the caller sends no mail and answers as usual. The result does not depend on whether an
 * account has the address.
 */
export type MayWrite = (trx: Kysely<Database>, kind: MailKind, address: string) => Promise<boolean>;

const HOUR_MS = 3_600_000;

/**
 * Creates the throttle. Limits: `letterAgainMs` between two requests and `lettersAnHour` within an hour of the first.
 * Counters are stored in `letter_requests`; addresses are stored as hashes.
 */
export function createMayWrite({ clock, rules }: { clock: Clock; rules: AccountRules }): MayWrite {
  return async (trx, kind, address) => {
    const now = clock.now();
    const key = sha256(`${kind} ${address}`);
    // The upsert locks the row, so that concurrent requests are counted one after the other.
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

/** Deletes request counters that no longer affect a limit. `now`: ms UTC. */
export async function deleteOldMailRequests(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom('letter_requests')
    .where('last_at', '<', now - HOUR_MS)
    .where('window_from', '<', now - HOUR_MS)
    .execute();
}
