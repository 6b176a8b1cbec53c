import { accountVerbs, identityVerbs, twoStepVerbs } from './accounts.ts';
import { connectionMessages, connectionVerbs } from './connection.ts';
import { appMessages, appVerbs, clipboardVerbs, dataMessages, linksVerbs } from './desktop.ts';
import { noticesMessages, noticesVerbs } from './notices.ts';
import { overviewVerbs } from './overview.ts';
import { paymentMessages, paymentVerbs } from './payments.ts';
import { promisesVerbs } from './promises.ts';
import { passwordResetVerbs, registrationVerbs } from './registration.ts';
import { linkFormsMessages, linkFormsVerbs, sessionMessages, sessionVerbs } from './session.ts';
import { settingsMessages, settingsVerbs } from './settings.ts';
import { statementMessages, statementVerbs } from './statement.ts';

/** Verbs of the main process itself, by domain. */
export const verbs = {
  accounts: accountVerbs,
  app: appVerbs,
  clipboard: clipboardVerbs,
  connection: connectionVerbs,
  identities: identityVerbs,
  linkForms: linkFormsVerbs,
  links: linksVerbs,
  notices: noticesVerbs,
  overview: overviewVerbs,
  passwordReset: passwordResetVerbs,
  payments: paymentVerbs,
  promises: promisesVerbs,
  registration: registrationVerbs,
  session: sessionVerbs,
  settings: settingsVerbs,
  statement: statementVerbs,
  twoStep: twoStepVerbs,
};

/** Messages of the main process, by domain. */
export const messages = {
  app: appMessages,
  connection: connectionMessages,
  data: dataMessages,
  linkForms: linkFormsMessages,
  notices: noticesMessages,
  payments: paymentMessages,
  session: sessionMessages,
  settings: settingsMessages,
  statement: statementMessages,
};
