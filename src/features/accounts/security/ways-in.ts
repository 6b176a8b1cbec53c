import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';

/** What opens the account at sign-in: the password (with its address), and each linked network. */
export type WayIn = 'password' | IdentityProvider;

/** A password without an address to type beside it opens nothing. */
export function waysIn({ hasPassword, email, identities }: AccountSecurity): readonly WayIn[] {
  return [...(hasPassword && email !== null ? (['password'] as const) : []), ...identities.map((one) => one.provider)];
}

/** Whether unlinking the network would leave no way in. The service judges; the button says it beforehand. */
export function isLastWayIn(security: AccountSecurity, provider: IdentityProvider): boolean {
  return waysIn(security).every((way) => way === provider);
}

/** What the first card says of the account, and so what its one button offers. */
export type Protection = 'one-step' | 'codes-low' | 'two-steps';

/** Recovery codes left at which new ones are offered before anything else. */
const fewCodes = 2;

export function protection({ twoStep }: AccountSecurity): Protection {
  if (!twoStep.on) return 'one-step';
  return twoStep.recoveryCodesLeft <= fewCodes ? 'codes-low' : 'two-steps';
}
