import type { LinkFormsWords } from './texts.en.ts';

/** Swedish words of the forms that links from letters open. */
export const sv: LinkFormsWords = {
  confirmTitle: 'Bara ett steg kvar',
  confirmLead: 'Skriv lösenordet som du valde när du registrerade dig, så är du inne.',
  confirmPassword: 'Ditt lösenord',
  confirmSubmit: 'Bekräfta och logga in',
  resetTitle: 'Välj ett nytt lösenord',
  resetLead: 'Alla enheter loggas ut, så att bara den som kan det nya lösenordet kommer in.',
  resetPassword: 'Nytt lösenord',
  resetSubmit: 'Spara lösenordet',
  resetSubmitting: 'Sparar lösenordet',
  resetDone: 'Det nya lösenordet gäller nu',
  emailTitle: 'Bekräfta den nya e-postadressen',
  emailLead: 'Sedan loggar du in med adressen som brevet kom till.',
  emailSubmit: 'Bekräfta adressen',
  emailSubmitting: 'Bekräftar',
  emailDone: 'Den nya adressen gäller nu',
  emailDoneLead: 'Du loggar in med den från och med nu.',
  emailDead: 'Adressen är som den var. Du kan byta den på nytt under Säkerhet.',
  toSecurity: 'Öppna Säkerhet',
  signInFirst: 'Till inloggningen',
  deadTitle: 'Länken fungerar inte längre',
  goOn: 'Fortsätt',
};
