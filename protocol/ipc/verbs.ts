import { statementMessages, statementVerbs } from './statement.ts';

/** Verbs of the main process itself, by domain. */
export const verbs = { statement: statementVerbs };

/** Messages of the main process, by domain. */
export const messages = { statement: statementMessages };
