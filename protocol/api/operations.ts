import { statement } from './statement.ts';

/** Every operation of the operator API, by domain. */
export const operations = { statement };
