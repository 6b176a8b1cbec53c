import { computed, type ComputedRef } from 'vue';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import { currentLanguage } from '../../../app/i18n/i18n.ts';
import { operatorProfile } from '../../profile/profile.ts';

/** The name of a network in the language on screen, as the profile writes it. */
export function useProviderName(provider: () => IdentityProvider): ComputedRef<string> {
  return computed(() => {
    const found = operatorProfile.value?.identityProviders.find(({ id }) => id === provider());
    return found?.name[currentLanguage().value] ?? provider();
  });
}
