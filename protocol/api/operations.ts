import { accounts, devices, identities, twoStep } from './accounts.ts';
import { autopay } from './autopay.ts';
import { consoleOperations } from './console.ts';
import { demo } from './demo.ts';
import { events } from './events.ts';
import { health } from './health.ts';
import { oauth } from './identity.ts';
import { linkPages } from './link-pages.ts';
import { overview } from './overview.ts';
import { cards, payments } from './payments.ts';
import { profile } from './profile.ts';
import { promises } from './promises.ts';
import { reference } from './reference.ts';
import { passwordResets, registrations, sessions } from './sign-in.ts';
import { statement } from './statement.ts';

/** Every operation of the operator API, by domain. */
export const operations = {
  accounts,
  autopay,
  cards,
  console: consoleOperations,
  demo,
  devices,
  events,
  health,
  identities,
  linkPages,
  oauth,
  overview,
  passwordResets,
  payments,
  profile,
  promises,
  reference,
  registrations,
  sessions,
  statement,
  twoStep,
};
