/** English words of signing in through a social network. */
export const en = {
  waitTitle: 'Go on in your browser',
  waitLead: 'The page of {provider} is open there. Once you have said yes on it, you are signed in here by itself.',
  waiting: 'Waiting for {provider}',
  openAgain: 'Open the page once more',
  cancel: 'Cancel',
  failedTitle: 'Signing in through {provider} did not work',
  otherWay: 'Another way to sign in',
  linkTitle: 'An account with this address exists',
  linkLead: 'Enter its password once. From then on you come in through {provider} or with the password, as you like.',
  linkPassword: 'Password of the account',
  linkSubmit: 'Link and sign in',
  beginAnew: 'Begin anew',
} as const;

export type SocialKey = keyof typeof en;
export type SocialWords = Readonly<Record<SocialKey, string>>;
