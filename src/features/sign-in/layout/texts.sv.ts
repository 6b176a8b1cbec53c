import type { LayoutWords } from './texts.en.ts';

/** Swedish texts that the sign-in steps share. */
export const sv: LayoutWords = {
  back: 'Tillbaka',
  toSignIn: 'Inloggning',
  notNow: 'Inte nu',
  again: 'Samma lösenord igen',
  rules: 'Minst {n} tecken. En kort mening passar bra.',
  newMissing: 'Välj ett lösenord.',
  tooShort: 'Lösenordet är för kort: det behöver minst {n} tecken.',
  tooLong: 'Lösenordet är för långt: det får ha högst {n} tecken.',
  tooCommon: 'Väldigt många använder det här lösenordet, så det är lätt att gissa. Välj ett annat.',
  againMissing: 'Skriv lösenordet en gång till.',
  differs: 'Lösenorden är inte likadana.',
  triesLeft: '{n} försök kvar. | {n} försök kvar.',
  tryAgain: 'Försök igen',
};
