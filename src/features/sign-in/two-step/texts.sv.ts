import type { TwoStepWords } from './texts.en.ts';

/** Swedish words of the second step at the sign-in. */
export const sv: TwoStepWords = {
  title: 'Ett steg till',
  lead: 'Öppna autentiseringsappen i telefonen och skriv de sex siffror som den visar för det här kontot.',
  leadRecovery: 'Skriv en av återställningskoderna som du har antecknat eller skrivit ut. Varje kod fungerar en gång.',
  code: 'Kod från appen',
  codeHint: 'Den byts varje halvminut och skickas så snart alla sex siffror är på plats.',
  codeMissing: 'Koden har sex siffror.',
  recovery: 'Återställningskod',
  recoveryHint: 'Stora bokstäver, mellanslag och bindestreck spelar ingen roll.',
  recoveryMissing: 'Skriv en återställningskod.',
  useRecovery: 'Telefonen inte till hands? Använd en återställningskod',
  useApp: 'Använd koden från appen',
  timeLeft: 'Tid kvar: {time}',
  beginAnew: 'Logga in igen',
};
