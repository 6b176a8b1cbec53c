import type { RegistrationWords } from './texts.en.ts';

/** Swedish words of the registration. */
export const sv: RegistrationWords = {
  title: 'Registrera dig',
  lead: 'Några rader, så är kontot ditt. Avtalet lägger du till efteråt.',
  emailHint: 'Dit kommer ett brev med en länk.',
  password: 'Lösenord',
  consentHint: 'Behövs inte för något annat. Du kan ta tillbaka det när som helst i inställningarna.',
  submit: 'Registrera mig',
  submitting: 'Registrerar',
};
