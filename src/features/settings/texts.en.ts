/** English words of the settings. */
export const en = {
  title: 'Settings',
  pages: 'Settings pages',
  toProgram: 'Program',
  toSecurity: 'Sign-in and security',
  toPersonalData: 'Personal data',
  look: 'Language and appearance',
  language: 'Language',
  theme: 'Appearance',
  themeSystem: 'As the system',
  themeLight: 'Light',
  themeDark: 'Dark',
  session: 'Session',
  signedInAs: 'Signed in as',
  nameless: 'a social network, without name or address',
  computer: 'Computer',
  own: 'My own',
  shared: 'Somebody else’s',
  until: 'Signed in until',
  kept: 'Kept',
  keptYes: 'On this computer, encrypted by the system. The next start opens your account.',
  keptNo: 'Only until you close the program: this computer has no key store that works.',
  keptShared:
    'Only until you close the program, as it is somebody else’s computer. Ends after {n} minute without use. | Only until you close the program, as it is somebody else’s computer. Ends after {n} minutes without use.',
  keptSharedPlain: 'Only until you close the program, as it is somebody else’s computer.',
  signOut: 'Sign out',
  signOutDetail: 'Ends this session here and at the operator.',
  program: 'Program',
  version: 'Version',
  help: 'Hotline',
} as const;

export type SettingsKey = keyof typeof en;
export type SettingsWords = Readonly<Record<SettingsKey, string>>;
