import type { Migrations } from '../platform/database/migrate.ts';
import * as core from './0001-core.ts';
import * as accounts from '../domains/accounts/migrations/0002-accounts.ts';
import * as access from './0003-access.ts';
import * as money from './0004-money.ts';
import * as orderVersions from '../domains/payments/migrations/0005-order-versions.ts';
import * as statement from '../domains/ledger/migrations/0006-statement.ts';
import * as cardsToForget from '../domains/payments/migrations/0007-cards-to-forget.ts';
import * as twoStepAttempts from '../domains/accounts/migrations/0008-two-step-attempts.ts';

/**
 * All migrations by recorded name, in order. A migration of one domain is in that domain; one that spans several is
 * here. Names never change: databases record them. A static list, because the service is also bundled into one file.
 */
export const migrations: Migrations = {
  '0001-core': core,
  '0002-accounts': accounts,
  '0003-access': access,
  '0004-money': money,
  '0005-order-versions': orderVersions,
  '0006-statement': statement,
  '0007-cards-to-forget': cardsToForget,
  '0008-two-step-attempts': twoStepAttempts,
};
