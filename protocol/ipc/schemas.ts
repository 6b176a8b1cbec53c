import { z } from 'zod';
import { demoSubscribers } from '../api/demo.ts';
import { operatorProfile } from '../api/profile.ts';
import { errorCode } from '../errors/catalogue.ts';
import { identityProvider } from '../api/identity.ts';
import {
  autopay,
  autopayPlan,
  linkedCards,
  offeredMethods,
  payee,
  payeeRequest,
  paymentRequest,
  slip,
  topUpPreview,
  topUpTerms,
} from '../api/payments.ts';
import { promiseRequest, promiseTerms } from '../api/promises.ts';
import { completionRequest, letterSent, newPassword } from '../api/registrations.ts';
import { computer, contractNumber, kopecks } from '../primitives.ts';
import { invokeChannels as c, pushChannels as p } from './channels.ts';
import {
  dataChange,
  idleWarning,
  linkForm,
  linkRequest,
  navigation,
  notice,
  saveOutcome,
  serviceStatus,
  sessionStatus,
  settings,
  settingsPatch,
  shownOverview,
  signInOutcome,
  trackedPayment,
  trackedPayments,
} from './state.ts';

const nothing = z.undefined();

/** Input of `session.signIn`, checked in main whatever the form did. */
export const signInInput = z.object({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(1024),
  computer,
});

const email = z.string().trim().min(3).max(254);

/** Inputs of the account's verbs, checked in main whatever the forms did. */
export const registerInput = z.object({ email, password: newPassword, advertisingConsent: z.boolean() });
export const confirmRegistrationInput = z.object({ password: z.string().min(1).max(1024), computer });
export const signInThroughInput = z.object({ provider: identityProvider, computer });
/** With `password` by the account's password; without by the system's own question (Touch ID). */
export const unlockInput = z.object({ password: z.string().min(1).max(1024).optional() });

/** Inputs of the verbs about money, checked in main whatever the forms did. */
export const amountInput = z.object({ contractNumber, amountKopecks: kopecks.positive() });
export const beginPaymentInput = paymentRequest.omit({ language: true });
export const trackedInput = z.object({ id: z.string().min(1).max(80) });
export const setAutopayInput = z.object({ contractNumber, plan: autopayPlan });
/** `amountKopecks` null: the slip leaves it open. */
export const slipInput = z.object({ contractNumber, amountKopecks: kopecks.positive().nullable() });
export const takePromiseInput = promiseRequest.extend({ contractNumber });

/** The one map of questions: channel → schema of the argument and of the value answered. */
export const invokeContract = {
  [c.signIn]: { input: signInInput, output: signInOutcome },
  [c.signInThrough]: { input: signInThroughInput, output: signInOutcome },
  [c.showBrowser]: { input: nothing, output: z.null() },
  [c.confirmTwoStep]: { input: z.object({ code: z.string().trim().min(6).max(24) }), output: signInOutcome },
  [c.confirmLink]: { input: z.object({ password: z.string().min(1).max(1024) }), output: signInOutcome },
  [c.cancelSignIn]: { input: nothing, output: sessionStatus },
  [c.stay]: { input: nothing, output: z.null() },
  [c.lock]: { input: nothing, output: sessionStatus },
  [c.unlock]: { input: unlockInput, output: sessionStatus },
  [c.register]: { input: registerInput, output: letterSent },
  [c.registrationLetter]: { input: z.object({ email }), output: letterSent },
  [c.confirmRegistration]: { input: confirmRegistrationInput, output: signInOutcome },
  [c.askPasswordReset]: { input: z.object({ email }), output: letterSent },
  [c.completePasswordReset]: { input: z.object({ password: newPassword }), output: z.null() },
  [c.completeRegistration]: { input: completionRequest, output: sessionStatus },
  [c.openedForm]: { input: nothing, output: linkForm.nullable() },
  [c.closeForm]: { input: nothing, output: z.null() },
  [c.signOut]: { input: nothing, output: sessionStatus },
  [c.sessionStatus]: { input: nothing, output: sessionStatus },
  [c.demoSubscribers]: { input: nothing, output: demoSubscribers },
  [c.overview]: { input: contractNumber, output: shownOverview },
  [c.topUpTerms]: { input: contractNumber, output: topUpTerms },
  [c.topUpPreview]: { input: amountInput, output: topUpPreview },
  [c.paymentMethods]: { input: nothing, output: offeredMethods },
  [c.payee]: { input: payeeRequest, output: payee },
  [c.beginPayment]: { input: beginPaymentInput, output: trackedPayment },
  [c.trackedPayments]: { input: nothing, output: trackedPayments },
  [c.showPaymentPage]: { input: trackedInput, output: z.null() },
  [c.askPayment]: { input: trackedInput, output: trackedPayment },
  [c.cancelPayment]: { input: trackedInput, output: trackedPayment },
  [c.dismissPayment]: { input: trackedInput, output: trackedPayments },
  [c.linkedCards]: { input: nothing, output: linkedCards },
  [c.unlinkCard]: { input: trackedInput, output: linkedCards },
  [c.autopay]: { input: contractNumber, output: autopay },
  [c.setAutopay]: { input: setAutopayInput, output: autopay },
  [c.stopAutopay]: { input: contractNumber, output: autopay },
  [c.slip]: { input: slipInput, output: slip },
  [c.saveSlip]: { input: slipInput, output: saveOutcome },
  [c.saveReceipt]: { input: z.object({ paymentId: z.string().min(1).max(80) }), output: saveOutcome },
  [c.promiseTerms]: { input: contractNumber, output: promiseTerms },
  [c.takePromise]: { input: takePromiseInput, output: promiseTerms },
  [c.profile]: { input: nothing, output: operatorProfile },
  [c.settings]: { input: nothing, output: settings },
  [c.updateSettings]: { input: settingsPatch, output: settings },
  [c.serviceStatus]: { input: nothing, output: serviceStatus },
  [c.retryService]: { input: nothing, output: serviceStatus },
  [c.notices]: { input: nothing, output: z.array(notice) },
  [c.dismissNotice]: { input: errorCode, output: z.array(notice) },
  [c.openLink]: { input: linkRequest, output: z.null() },
  [c.copyText]: { input: z.string().max(2000), output: z.null() },
  [c.started]: { input: z.enum(['sign-in', 'overview']), output: z.null() },
} as const;
export type InvokeContract = typeof invokeContract;

/** What main tells unasked: channel → schema. */
export const pushContract = {
  [p.sessionChanged]: sessionStatus,
  [p.idleWarning]: idleWarning,
  [p.formOpened]: linkForm,
  [p.serviceChanged]: serviceStatus,
  [p.settingsChanged]: settings,
  [p.noticesChanged]: z.array(notice),
  [p.paymentsChanged]: trackedPayments,
  [p.dataChanged]: dataChange,
  [p.navigate]: navigation,
} as const;
export type PushContract = typeof pushContract;
