import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';

/** Ways to sign in: the password (with an e-mail address) and each linked network. */
export type WayIn = 'password' | IdentityProvider;

/** Signing in with a password needs an e-mail address. */
export function waysIn({ hasPassword, email, identities }: AccountSecurity): readonly WayIn[] {
  return [...(hasPassword && email !== null ? (['password'] as const) : []), ...identities.map((one) => one.provider)];
}

/** Whether the network is the only way to sign in. The service checks too; the button is disabled beforehand. */
export function isLastWayIn(security: AccountSecurity, provider: IdentityProvider): boolean {
  return waysIn(security).every((way) => way === provider);
}

/** Level of protection, which decides the summary and its recommended action. */
export type Protection = 'one-step' | 'codes-low' | 'two-steps';

/** Number of remaining recovery codes at which new ones are recommended first. */
const fewCodes = 2;

export function protection({ twoStep }: AccountSecurity): Protection {
  if (!twoStep.on) return 'one-step';
  return twoStep.recoveryCodesLeft <= fewCodes ? 'codes-low' : 'two-steps';
}
