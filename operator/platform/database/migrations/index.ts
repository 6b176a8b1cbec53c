import type { Migration } from 'kysely/migration';
import * as core from './0001-core.ts';
import * as accounts from './0002-accounts.ts';
import * as access from './0003-access.ts';
import * as money from './0004-money.ts';
import * as orderVersions from './0005-order-versions.ts';
import * as statement from './0006-statement.ts';
import * as cardsToForget from './0007-cards-to-forget.ts';
import * as twoStepAttempts from './0008-two-step-attempts.ts';

/** Every migration by name, in order. A plain list, because the service is also bundled into one file. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-core': core,
  '0002-accounts': accounts,
  '0003-access': access,
  '0004-money': money,
  '0005-order-versions': orderVersions,
  '0006-statement': statement,
  '0007-cards-to-forget': cardsToForget,
  '0008-two-step-attempts': twoStepAttempts,
};
