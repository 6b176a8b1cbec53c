import type { operations } from '#protocol/api/operations.ts';
import type { verbs } from '#protocol/ipc/verbs.ts';
import {
  accountExamples,
  accountVerbExamples,
  deviceExamples,
  identityExamples,
  identityVerbExamples,
  twoStepExamples,
  twoStepVerbExamples,
} from './accounts.ts';
import { autopayExamples } from './autopay.ts';
import { eventsExamples, linkPagesExamples, oauthExamples } from './browser.ts';
import { consoleExamples } from './console.ts';
import type { Example, OperationExamples, VerbExamples } from './example.ts';
import { cardExamples, paymentExamples, paymentVerbExamples } from './payments.ts';
import {
  appVerbExamples,
  clipboardVerbExamples,
  connectionVerbExamples,
  demoExamples,
  healthExamples,
  linksVerbExamples,
  noticesVerbExamples,
  overviewExamples,
  overviewVerbExamples,
  profileExamples,
  referenceExamples,
  settingsVerbExamples,
} from './program.ts';
import { promiseExamples, promiseVerbExamples } from './promises.ts';
import { passwordResetExamples, registrationExamples, sessionExamples } from './sign-in.ts';
import {
  linkFormsVerbExamples,
  passwordResetVerbExamples,
  registrationVerbExamples,
  sessionVerbExamples,
} from './session.ts';
import { statementExamples, statementVerbExamples } from './statement.ts';

/** One example an operation, by domain. The test matrices take their calls from here. */
export const operationExamples: { readonly [D in keyof typeof operations]: OperationExamples<(typeof operations)[D]> } =
  {
    autopay: autopayExamples,
    cards: cardExamples,
    console: consoleExamples,
    demo: demoExamples,
    events: eventsExamples,
    health: healthExamples,
    linkPages: linkPagesExamples,
    oauth: oauthExamples,
    overview: overviewExamples,
    passwordResets: passwordResetExamples,
    payments: paymentExamples,
    profile: profileExamples,
    promises: promiseExamples,
    reference: referenceExamples,
    registrations: registrationExamples,
    sessions: sessionExamples,
    accounts: accountExamples,
    devices: deviceExamples,
    identities: identityExamples,
    statement: statementExamples,
    twoStep: twoStepExamples,
  };

/** One example a verb of the main process, by domain. */
export const verbExamples: { readonly [D in keyof typeof verbs]: VerbExamples<(typeof verbs)[D]> } = {
  app: appVerbExamples,
  clipboard: clipboardVerbExamples,
  connection: connectionVerbExamples,
  linkForms: linkFormsVerbExamples,
  links: linksVerbExamples,
  notices: noticesVerbExamples,
  overview: overviewVerbExamples,
  passwordReset: passwordResetVerbExamples,
  promises: promiseVerbExamples,
  registration: registrationVerbExamples,
  session: sessionVerbExamples,
  settings: settingsVerbExamples,
  payments: paymentVerbExamples,
  accounts: accountVerbExamples,
  identities: identityVerbExamples,
  statement: statementVerbExamples,
  twoStep: twoStepVerbExamples,
};

type ByDomain = Readonly<Record<string, Readonly<Record<string, Example<unknown, unknown> | undefined>> | undefined>>;

function find(id: string, ...places: readonly ByDomain[]): Example<unknown, unknown> {
  const [domain = '', name = ''] = id.split('.');
  const found = places.map((place) => place[domain]?.[name]).find((example) => example !== undefined);
  if (found === undefined) throw new Error(`No example of ${id}: add one in tests/support/examples/${domain}.ts.`);
  return found;
}

/**
 * The example of a verb of the bridge by its id: of the main process's own verb, otherwise of the exposed operation.
 *
 * @throws Error when there is none
 */
export const exampleOf = (id: string): Example<unknown, unknown> => find(id, verbExamples, operationExamples);

/**
 * The example of an operation by its id. A verb of the main process may wrap an operation under the same id.
 *
 * @throws Error when there is none
 */
export const operationExampleOf = (id: string): Example<unknown, unknown> => find(id, operationExamples);
