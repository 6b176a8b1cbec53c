import type { SettingsWords } from './texts.en.ts';

/** Swedish words of the settings. */
export const sv: SettingsWords = {
  title: 'Inställningar',
  pages: 'Inställningssidor',
  toProgram: 'Program',
  toSecurity: 'Inloggning och säkerhet',
  toPersonalData: 'Personuppgifter',
  look: 'Språk och utseende',
  language: 'Språk',
  theme: 'Utseende',
  themeSystem: 'Som systemet',
  themeLight: 'Ljust',
  themeDark: 'Mörkt',
  session: 'Session',
  signedInAs: 'Inloggad som',
  nameless: 'ett socialt nätverk, utan namn och adress',
  computer: 'Dator',
  own: 'Min egen',
  shared: 'Någon annans',
  until: 'Inloggad till',
  kept: 'Sparas',
  keptYes: 'På den här datorn, krypterad av systemet. Nästa start öppnar ditt konto.',
  keptNo: 'Bara tills du stänger programmet: datorn saknar ett fungerande nyckelförråd.',
  keptShared:
    'Bara tills du stänger programmet, eftersom det är någon annans dator. Avslutas efter {n} minut utan användning. | Bara tills du stänger programmet, eftersom det är någon annans dator. Avslutas efter {n} minuter utan användning.',
  keptSharedPlain: 'Bara tills du stänger programmet, eftersom det är någon annans dator.',
  signOut: 'Logga ut',
  signOutDetail: 'Avslutar den här sessionen här och hos operatören.',
  program: 'Program',
  version: 'Version',
  help: 'Kundtjänst',
};
