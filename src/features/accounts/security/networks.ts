import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { Language } from '#protocol/primitives.ts';
import { operatorProfile } from '../../profile/profile.ts';

/** A network's name in the operator's profile. */
export function networkName(id: IdentityProvider, language: Language): string {
  return operatorProfile.value?.identityProviders.find((one) => one.id === id)?.name[language] ?? id;
}

/** Networks to show: those that the profile offers, and linked ones that it no longer offers. */
export function shownNetworks(
  offered: OperatorProfile['identityProviders'] | undefined,
  linked: AccountSecurity['identities'],
): readonly IdentityProvider[] {
  const known = (offered ?? [])
    .filter((one) => one.enabled || linked.some((link) => link.provider === one.id))
    .map((one) => one.id);
  return [...known, ...linked.map((link) => link.provider).filter((id) => !known.includes(id))];
}
