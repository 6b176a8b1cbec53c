/** English words of the registration. */
export const en = {
  title: 'Register',
  lead: 'A few lines, and the account is yours. You add your contract afterwards.',
  emailHint: 'A letter with a link comes to it.',
  password: 'Password',
  consentHint: 'Not needed for anything. You can take it back in the settings at any time.',
  submit: 'Register',
  submitting: 'Registering',
} as const;

export type RegistrationKey = keyof typeof en;
export type RegistrationWords = Readonly<Record<RegistrationKey, string>>;
