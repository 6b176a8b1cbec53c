import type { ConsentChange } from '#protocol/api/account-security.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import type { AccountDeps } from '../account-deps.ts';
import { holdAccount } from '../lock-active-account.ts';
import { insertConsent, readNewestConsent } from './change-repository.ts';

/** Stores that the consent was given or withdrawn. Does nothing when that is the current state already. */
export async function changeConsent(deps: AccountDeps, caller: Caller, change: ConsentChange): Promise<void> {
  const { granted, textVersion } = change;
  await deps.db.transaction().execute(async (trx) => {
    const { id } = await holdAccount(trx, caller);
    const newest = await readNewestConsent(trx, id);
    if (newest && (newest.granted === 1) === granted && newest.text_version === textVersion) return;
    // Later than the one before, also within the same millisecond: the newest is the current one.
    const at = Math.max(deps.clock.now(), (newest?.at ?? 0) + 1);
    await insertConsent(trx, id, { granted, textVersion, at });
  });
}
