import type { Migration } from 'kysely/migration';
import * as core from './0001-core.ts';
import * as accounts from './0002-accounts.ts';
import * as access from './0003-access.ts';

/** Every migration by name, in order. A plain list, because the service is also bundled into one file. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-core': core,
  '0002-accounts': accounts,
  '0003-access': access,
};
