import type { Language, Localized } from '#protocol/primitives.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { createShortMessages, type ShortMessages } from '../../platform/sms/sms.ts';
import { createMayWrite, type Letters, type MayWrite } from '../mail/index.ts';
import type { Passwords } from './passwords/passwords.ts';
import type { PersonalDataHolder } from './personal-data/personal-data-holder.ts';
import type { ProofDeps } from './passwords/proof.ts';
import type { Sessions } from './sessions/sessions.ts';

/** What registering, and changing how one gets in, is given. */
export interface AccountDeps extends ProofDeps {
  readonly sessions: Pick<Sessions, 'begin' | 'endAllIn'>;
  readonly letters: Letters;
  readonly mayWrite: MayWrite;
  readonly shortMessages: ShortMessages;
  /** What other domains hold of an account's person. */
  readonly personalData: readonly PersonalDataHolder[];
  /** Language of letters to people who never chose one: the operator's first. */
  readonly language: Language;
  /** The operator's name, for short messages. */
  readonly brand: Localized;
}

/** The parts of the service that have a life of their own. */
export interface AccountParts {
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly letters: Letters;
  readonly personalData: readonly PersonalDataHolder[];
}

/** Puts together what the accounts' routes need. */
export function createAccountDeps(core: Core, parts: AccountParts): AccountDeps {
  const { db, clock, profile } = core;
  const rules = profile.accounts;
  return {
    ...parts,
    db,
    clock,
    rules,
    mayWrite: createMayWrite({ clock, rules }),
    shortMessages: createShortMessages({ clock }),
    language: profile.languages[0] ?? 'ru',
    brand: profile.brand,
  };
}
