/** Accounts: registration, sessions, identities, personal data. */
export { accountRoutes } from './account-routes.ts';
export { signInRoutes } from './sign-in-routes.ts';
export type { PersonalDataHolder } from './personal-data/personal-data-holder.ts';
