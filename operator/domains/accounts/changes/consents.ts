import type { ConsentChange } from '#protocol/api/account-security.ts';
import type { AccountDeps } from '../account-deps.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { holdAccount } from '../lock-active-account.ts';
import { newId } from '../../../platform/crypto/tokens.ts';
import { newestConsent } from './newest-consent.ts';

/** Keeps a consent that was given or taken back, with its time. What holds already is not written again. */
export async function changeConsent(deps: AccountDeps, caller: Caller, change: ConsentChange): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const { id } = await holdAccount(trx, caller);
    const newest = await newestConsent(trx, id);
    const granted = change.granted ? 1 : 0;
    if (newest?.granted === granted && newest.text_version === change.textVersion) return;
    await trx
      .insertInto('consents')
      .values({
        id: newId(),
        account_id: id,
        kind: 'advertising',
        granted,
        text_version: change.textVersion,
        // Later than the one before, also within the same millisecond: the newest is the one that holds.
        at: Math.max(deps.clock.now(), (newest?.at ?? 0) + 1),
      })
      .execute();
  });
}
