import type { OperatorProfile } from '#protocol/api/profile.ts';

/**
 * The profile of a service marked as production: the social networks here are mocks, in which everybody who has read
 * the demo can sign in as anyone, so none is offered there.
 */
export function withoutMocks(profile: OperatorProfile): OperatorProfile {
  const identityProviders = profile.identityProviders.map((one) => ({ ...one, enabled: false }));
  return { ...profile, identityProviders };
}
