import type { operations } from '#protocol/api/operations.ts';
import type { verbs } from '#protocol/ipc/verbs.ts';
import { autopayExamples } from './autopay.ts';
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
import { statementExamples, statementVerbExamples } from './statement.ts';

/** One example an operation, by domain. The test matrices take their calls from here. */
export const operationExamples: { readonly [D in keyof typeof operations]: OperationExamples<(typeof operations)[D]> } =
  {
    autopay: autopayExamples,
    cards: cardExamples,
    demo: demoExamples,
    health: healthExamples,
    overview: overviewExamples,
    payments: paymentExamples,
    profile: profileExamples,
    promises: promiseExamples,
    reference: referenceExamples,
    statement: statementExamples,
  };

/** One example a verb of the main process, by domain. */
export const verbExamples: { readonly [D in keyof typeof verbs]: VerbExamples<(typeof verbs)[D]> } = {
  app: appVerbExamples,
  clipboard: clipboardVerbExamples,
  connection: connectionVerbExamples,
  links: linksVerbExamples,
  notices: noticesVerbExamples,
  overview: overviewVerbExamples,
  promises: promiseVerbExamples,
  settings: settingsVerbExamples,
  payments: paymentVerbExamples,
  statement: statementVerbExamples,
};

/**
 * The example of an operation or verb by its id.
 *
 * @throws Error when there is none
 */
export function exampleOf(id: string): Example<unknown, unknown> {
  const [domain = '', name = ''] = id.split('.');
  type ByName = Readonly<Record<string, Readonly<Record<string, Example<unknown, unknown> | undefined>> | undefined>>;
  const found = (operationExamples as ByName)[domain]?.[name] ?? (verbExamples as ByName)[domain]?.[name];
  if (found === undefined) throw new Error(`No example of ${id}: add one in tests/support/examples/${domain}.ts.`);
  return found;
}
