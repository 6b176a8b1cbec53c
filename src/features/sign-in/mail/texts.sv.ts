import type { MailWords } from './texts.en.ts';

/** Swedish words of the pages that ask for a letter and wait for it. */
export const sv: MailWords = {
  remindTitle: 'Ett nytt lösenord',
  remindLead:
    'Ingen kan ta fram ditt gamla lösenord, inte ens vi. Ange din e-post, så kommer ett brev med en länk för att välja ett nytt.',
  send: 'Skicka brevet',
  sending: 'Skickar',
  title: 'Kolla din e-post',
  leadRegistration: 'Följ länken i brevet för att bli klar. Det gick till',
  leadReset: 'Följ länken i brevet för att välja ett nytt lösenord. Det gick till',
  follow: 'Länken leder dig tillbaka till programmet.',
  life: 'Den gäller i {time}.',
  spam: 'Inget brev efter några minuter? Titta även bland skräpposten.',
  knownRegistration: 'Om adressen redan har ett konto står det i brevet i stället.',
  knownReset: 'Brevet kommer bara om adressen har ett konto.',
  delayed: 'Brevet dröjer lite.',
  delayedDetail: 'E-postservern svarar inte just nu. Brevet väntar och går i väg av sig självt så snart den svarar.',
  again: 'Skicka ett nytt brev',
  againIn: 'Du kan be om ett nytt brev om {time}.',
  sentAgain: 'Ett nytt brev är på väg. Länken i det förra gäller inte längre.',
  change: 'Fel adress?',
  leave: 'Till inloggningen',
  mailbox: 'Öppna demobrevlådan',
};
