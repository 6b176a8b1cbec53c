import type { passwordResetVerbs, registrationVerbs } from '#protocol/ipc/registration.ts';
import type { linkFormsVerbs, sessionVerbs } from '#protocol/ipc/session.ts';
import type { SessionStatus, SignInOutcome } from '#protocol/ipc/state.ts';
import { exampleContract, type VerbExamples } from './example.ts';

const password = 'p';
const email = 'anna@example.org';
const code = '123456';
const mailSent = { againInMs: 60_000, delayed: false };
const completion = {
  contractNumber: exampleContract,
  surname: 'a',
  firstName: 'b',
  patronymic: '',
  cardNumber: '123456789012',
};
const signedOut: SessionStatus = { state: 'signed-out', because: null };
const outcome: SignInOutcome = { step: 'two-step', expiresInMs: 300_000 };

export const sessionVerbExamples: VerbExamples<typeof sessionVerbs> = {
  signIn: { input: { email, password, computer: 'own' }, answer: outcome },
  signInThrough: { input: { provider: 'vk', computer: 'own' }, answer: outcome },
  showBrowser: { input: undefined, answer: null },
  confirmTwoStep: { input: { code }, answer: outcome },
  confirmLink: { input: { password }, answer: outcome },
  cancelSignIn: { input: undefined, answer: signedOut },
  stay: { input: undefined, answer: null },
  lock: { input: undefined, answer: signedOut },
  unlock: { input: { password }, answer: signedOut },
  signOut: { input: undefined, answer: signedOut },
  status: { input: undefined, answer: signedOut },
};

export const linkFormsVerbExamples: VerbExamples<typeof linkFormsVerbs> = {
  current: { input: undefined, answer: 'reset-password' },
  close: { input: undefined, answer: null },
};

export const registrationVerbExamples: VerbExamples<typeof registrationVerbs> = {
  create: { input: { email, password, advertisingConsent: false }, answer: mailSent },
  resendMail: { input: { email }, answer: mailSent },
  confirm: { input: { password, computer: 'own' }, answer: outcome },
  complete: { input: completion, answer: signedOut },
};

export const passwordResetVerbExamples: VerbExamples<typeof passwordResetVerbs> = {
  create: { input: { email }, answer: mailSent },
  complete: { input: { password }, answer: null },
};
