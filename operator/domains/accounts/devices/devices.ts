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
import { hasSession, readUnendedSessions } from './device-repository.ts';

export interface DevicesDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly rules: AccountRules;
  readonly sessions: Sessions;
}

/** The signed-in devices: the caller's first, then by last use, newest first. */
export async function readDevices(deps: DevicesDeps, caller: Caller): Promise<SignedInDevices> {
  const rows = await readUnendedSessions(deps.db, caller.accountId);
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
 * Ends a session of the caller's account. Does nothing when it has ended already.
 *
 * @returns the remaining devices
 * @throws `not-found`, alike for a session of another account and an unknown one
 */
export async function endDevice(deps: DevicesDeps, caller: Caller, sessionId: string): Promise<SignedInDevices> {
  if (!(await hasSession(deps.db, caller.accountId, sessionId))) throw new ProblemError('not-found');
  await deps.sessions.end(sessionId, sessionId === caller.sessionId ? 'signed-out' : 'ended-elsewhere');
  return readDevices(deps, caller);
}

/** Ends every session of the account but the caller's; returns the remaining devices. */
export async function endOtherDevices(deps: DevicesDeps, caller: Caller): Promise<SignedInDevices> {
  await deps.sessions.endAll(caller.accountId, caller.sessionId, 'ended-elsewhere');
  return readDevices(deps, caller);
}
