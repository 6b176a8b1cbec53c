import { operatorProfile, type OperatorProfile } from '#protocol/api/profile.ts';
import { ntvPlus } from './ntv-plus.ts';

const profiles: Readonly<Record<string, OperatorProfile>> = { [ntvPlus.id]: ntvPlus };

/**
 * Loads an operator profile by id and validates it, so that a mistake in the data fails at start-up and not in billing.
 *
 * @throws Error for an unknown id or data that does not match the protocol's schema
 */
export function loadProfile(id: string = ntvPlus.id): OperatorProfile {
  const found = profiles[id];
  if (found === undefined) throw new Error(`There is no operator profile ${id}.`);
  const profile = operatorProfile.parse(found);
  // Throws a RangeError for a time zone unknown to this system.
  new Intl.DateTimeFormat('en', { timeZone: profile.timeZone });
  for (const link of Object.values(profile.links)) {
    if (!profile.linkHosts.includes(new URL(link).hostname)) throw new Error(`${link} is outside the link hosts.`);
  }
  return profile;
}
