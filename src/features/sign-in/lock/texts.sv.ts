import type { LockWords } from './texts.en.ts';

/** Swedish words of the lock and of the curtain before it. */
export const sv: LockWords = {
  title: 'Låst',
  lead: 'Ingen ser ditt konto förrän du låser upp det.',
  leadIdle: 'Du var borta ett tag, så kontot låstes. Inget har gått förlorat.',
  noWay: 'Det här kontot har inget lösenord att låsa upp med. Logga ut och logga in igen på samma sätt som förut.',
  system: 'Lås upp med Touch ID',
  unlock: 'Lås upp',
  unlocking: 'Låser upp',
  signOut: 'Logga ut',
  curtainTitle: 'Är du kvar?',
  curtainWhy: 'Det här är någon annans dator, så kontot står inte öppet av sig självt.',
  endsIn: 'Du loggas ut om {n} sekund. | Du loggas ut om {n} sekunder.',
  here: 'Jag är här',
};
