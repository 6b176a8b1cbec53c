import type { SettingsWords } from './texts.ts';

/** Swedish words of the settings. */
export const sv: SettingsWords = {
  title: 'Inställningar',
  look: 'Språk och utseende',
  language: 'Språk',
  theme: 'Utseende',
  themeSystem: 'Som systemet',
  themeLight: 'Ljust',
  themeDark: 'Mörkt',
  session: 'Session',
  signedInAs: 'Inloggad som',
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
