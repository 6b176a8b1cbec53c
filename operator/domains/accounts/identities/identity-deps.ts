import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Letters } from '../../mail/index.ts';
import type { ProofDeps } from '../passwords/proof.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What signing in through networks, and linking them, is given. */
export interface IdentityDeps extends ProofDeps {
  readonly sessions: Pick<Sessions, 'begin' | 'withPassword'>;
  readonly letters: Letters;
  /** Networks that are on in the profile; the others are as if they did not exist. */
  readonly offered: readonly IdentityProvider[];
  /** Language of letters to people who never chose one: the operator's first. */
  readonly language: Language;
}

/** The networks that a profile offers. */
export function offeredNetworks({ identityProviders }: Pick<OperatorProfile, 'identityProviders'>): IdentityProvider[] {
  return identityProviders.filter((one) => one.enabled).map((one) => one.id);
}
