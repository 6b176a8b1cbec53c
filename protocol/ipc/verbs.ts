import { accountVerbs, identityVerbs, twoStepVerbs } from './accounts.ts';
import { statementMessages, statementVerbs } from './statement.ts';

/** Verbs of the main process itself, by domain. */
export const verbs = {
  accounts: accountVerbs,
  identities: identityVerbs,
  statement: statementVerbs,
  twoStep: twoStepVerbs,
};

/** Messages of the main process, by domain. */
export const messages = { statement: statementMessages };
