import { paymentMessages, paymentVerbs } from './payments.ts';
import { statementMessages, statementVerbs } from './statement.ts';

/** Verbs of the main process itself, by domain. */
export const verbs = { payments: paymentVerbs, statement: statementVerbs };

/** Messages of the main process, by domain. */
export const messages = { payments: paymentMessages, statement: statementMessages };
