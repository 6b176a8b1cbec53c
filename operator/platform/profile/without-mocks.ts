import type { OperatorProfile } from '#protocol/api/profile.ts';

/**
 * Removes social sign-in from the profile of a production service: the networks are mocks in which anyone can sign in
 * as anyone.
 */
export function withoutMocks(profile: OperatorProfile): OperatorProfile {
  const identityProviders = profile.identityProviders.map((one) => ({ ...one, enabled: false }));
  return { ...profile, identityProviders };
}
