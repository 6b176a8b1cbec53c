import type { Kysely } from 'kysely';
import type { AccountRules } from '#protocol/api/profile.ts';
import { device, type SignedInDevices } from '#protocol/api/sessions.ts';
import type { Clock } from '../../../platform/clock/clock.ts';
import { instantOf } from '../../../platform/clock/zone.ts';
import type { Database } from '../../../platform/database/schema.ts';
import { ProblemError } from '../../../platform/http/problem-error.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { sessionStanding } from '../sessions/rules.ts';
import { lifeOf } from '../sessions/session-store.ts';
import type { Sessions } from '../sessions/sessions.ts';

export interface DevicesDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly sessions: Sessions;
}

/** Where the account is signed in now: the asking device first, then by last use, newest first. */
export async function readDevices(deps: DevicesDeps, caller: Caller): Promise<SignedInDevices> {
  const rows = await deps.db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', caller.accountId)
    .where('ended_at', 'is', null)
    .orderBy('last_used_at', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  const now = deps.clock.now();
  const devices = rows
    .filter((row) => sessionStanding(lifeOf(row), now, deps.rules) === 'alive')
    .map((row) => ({
      id: row.id,
      device: device.parse({ name: row.device_name, platform: row.device_platform }),
      computer: row.computer,
      signedInAt: instantOf(row.created_at),
      lastUsedAt: instantOf(row.last_used_at),
      expiresAt: instantOf(row.expires_at),
      current: row.id === caller.sessionId,
    }));
  return { devices: [...devices.filter((one) => one.current), ...devices.filter((one) => !one.current)] };
}

/**
 * Ends a session of the caller's account; over already, it stays so.
 *
 * @returns the devices that are left
 * @throws `not-found`, alike for somebody else's session and for none
 */
export async function endDevice(deps: DevicesDeps, caller: Caller, sessionId: string): Promise<SignedInDevices> {
  const own = await deps.db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('account_id', '=', caller.accountId)
    .executeTakeFirst();
  if (!own) throw new ProblemError('not-found');
  await deps.sessions.end(own.id, own.id === caller.sessionId ? 'signed-out' : 'ended-elsewhere');
  return readDevices(deps, caller);
}

/** Ends every session of the account but the caller's; returns the devices that are left. */
export async function endOtherDevices(deps: DevicesDeps, caller: Caller): Promise<SignedInDevices> {
  await deps.sessions.endAll(caller.accountId, caller.sessionId, 'ended-elsewhere');
  return readDevices(deps, caller);
}
