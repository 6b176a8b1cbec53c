import { cards, payments } from './payments.ts';
import { statement } from './statement.ts';

/** Every operation of the operator API, by domain. */
export const operations = { cards, payments, statement };
