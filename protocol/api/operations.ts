import { accounts, devices, identities, twoStep } from './accounts.ts';
import { statement } from './statement.ts';

/** Every operation of the operator API, by domain. */
export const operations = { accounts, devices, identities, statement, twoStep };
