/** English words of the second step at the sign-in. */
export const en = {
  title: 'One more step',
  lead: 'Open the authenticator app on your phone and type the six digits that it shows for this account.',
  leadRecovery: 'Type one of the recovery codes that you wrote down or printed. Each works once.',
  code: 'Code from the app',
  codeHint: 'It changes every half a minute, and is sent as soon as all six digits are there.',
  codeMissing: 'The code has six digits.',
  recovery: 'Recovery code',
  recoveryHint: 'Capitals, blanks and hyphens do not matter.',
  recoveryMissing: 'Type a recovery code.',
  useRecovery: 'Phone not at hand? Use a recovery code',
  useApp: 'Use the code from the app',
  timeLeft: 'Time left: {time}',
  beginAnew: 'Sign in again',
} as const;

export type TwoStepKey = keyof typeof en;
export type TwoStepWords = Readonly<Record<TwoStepKey, string>>;
