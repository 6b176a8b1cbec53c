/** English texts that the sign-in steps share. */
export const en = {
  back: 'Back',
  toSignIn: 'Sign-in',
  notNow: 'Not now',
  again: 'The same password again',
  rules: 'At least {n} characters. A short sentence does well.',
  newMissing: 'Think of a password.',
  tooShort: 'This password is too short: it takes at least {n} characters.',
  tooLong: 'This password is too long: it may have at most {n} characters.',
  tooCommon: 'Very many people use this password, so it is easy to guess. Choose another.',
  againMissing: 'Type the password once more.',
  differs: 'The two passwords are not the same.',
  triesLeft: '{n} try left. | {n} tries left.',
  tryAgain: 'Try again',
} as const;

export type LayoutKey = keyof typeof en;
export type LayoutWords = Readonly<Record<LayoutKey, string>>;
