import { operatorProfile, type OperatorProfile } from '#protocol/api/profile.ts';
import { ntvPlus } from './ntv-plus.ts';

const profiles: Readonly<Record<string, OperatorProfile>> = { [ntvPlus.id]: ntvPlus };

/**
 * The operator profile by its id, checked, so that a mistake in the data stops the start and not a bill.
 * Throws when there is none of that id or when it is not of the protocol's form.
 */
export function loadProfile(id: string = ntvPlus.id): OperatorProfile {
  const found = profiles[id];
  if (found === undefined) throw new Error(`There is no operator profile ${id}.`);
  const profile = operatorProfile.parse(found);
  // Throws a RangeError for a zone that this system does not know.
  new Intl.DateTimeFormat('en', { timeZone: profile.timeZone });
  for (const link of Object.values(profile.links)) {
    if (!profile.linkHosts.includes(new URL(link).hostname)) throw new Error(`${link} is outside the link hosts.`);
  }
  return profile;
}
