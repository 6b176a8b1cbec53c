/** English words of the layout behind the sign-in. */
export const en = {
  skip: 'Skip to the content',
  navigation: 'Main menu',
  overview: 'Overview',
  topUp: 'Top up',
  paymentOpen: 'A payment is under way',
  statement: 'Statement',
  contract: 'Contract',
  settings: 'Settings',
  signOut: 'Sign out',
  signingOut: 'Signing out',
  noLabel: 'Contract',
  chooseContract: 'Choose another contract',
  contracts: 'Your contracts',
  noContracts: 'No contract yet',
} as const;

export type CabinetKey = keyof typeof en;
export type CabinetWords = Readonly<Record<CabinetKey, string>>;
