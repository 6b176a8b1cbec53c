import type { SocialWords } from './texts.en.ts';

/** Swedish words of signing in through a social network. */
export const sv: SocialWords = {
  waitTitle: 'Fortsätt i webbläsaren',
  waitLead: 'Där är sidan för {provider} öppen. När du har godkänt loggas du in här av sig självt.',
  waiting: 'Väntar på {provider}',
  openAgain: 'Öppna sidan en gång till',
  cancel: 'Avbryt',
  failedTitle: 'Det gick inte att logga in via {provider}',
  otherWay: 'Logga in på ett annat sätt',
  linkTitle: 'Det finns redan ett konto med adressen',
  linkLead: 'Ange dess lösenord en gång. Sedan loggar du in via {provider} eller med lösenordet, som du vill.',
  linkPassword: 'Lösenord till kontot',
  linkSubmit: 'Koppla och logga in',
  beginAnew: 'Börja om',
};
