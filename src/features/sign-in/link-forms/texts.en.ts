/** English words of the forms that links from letters open. */
export const en = {
  confirmTitle: 'One step left',
  confirmLead: 'Type the password that you chose when you registered. Then you are in.',
  confirmPassword: 'Your password',
  confirmSubmit: 'Confirm and sign in',
  resetTitle: 'Set a new password',
  resetLead: 'Every device that is signed in is signed out, so that only who knows the new password gets in.',
  resetPassword: 'New password',
  resetSubmit: 'Set the password',
  resetSubmitting: 'Setting the password',
  resetDone: 'The new password is set',
  emailTitle: 'Confirm the new e-mail',
  emailLead: 'From then on you sign in with the address that the letter came to.',
  emailSubmit: 'Confirm the address',
  emailSubmitting: 'Confirming',
  emailDone: 'The new address is in use',
  emailDoneLead: 'You sign in with it from now on.',
  emailDead: 'The address is as it was. You can change it anew under Security.',
  toSecurity: 'Open Security',
  signInFirst: 'Go to sign-in',
  deadTitle: 'This link no longer works',
  goOn: 'Go on',
} as const;

export type LinkFormsKey = keyof typeof en;
export type LinkFormsWords = Readonly<Record<LinkFormsKey, string>>;
