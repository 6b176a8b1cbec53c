/** Accounts: registration, sessions, identities, personal data. */
export type { PersonalDataHolder } from './personal-data/personal-data-holder.ts';
