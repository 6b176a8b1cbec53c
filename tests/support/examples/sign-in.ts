import type { passwordResets, registrations, sessions } from '#protocol/api/sign-in.ts';
import { exampleContract, type OperationExamples } from './example.ts';

const token = 'A'.repeat(43);
const email = 'anna@example.org';
const password = 'a sentence nobody guesses';
const device = { name: 'Laptop', platform: 'linux' } as const;
const account = { id: 'account-1', email, name: 'Anna', contracts: [{ number: exampleContract, label: null }] };
const grant = {
  accessToken: token,
  accessExpiresAt: '2026-11-22T10:10:00Z',
  refreshToken: token,
  session: { id: 'session-1', computer: 'own' as const, expiresAt: '2026-12-22T10:00:00Z', idleMs: null },
  account,
};
const mailSent = { againInMs: 60_000, delayed: false };

export const sessionExamples: OperationExamples<typeof sessions> = {
  create: { input: { email, password, computer: 'own', device }, answer: grant },
  refresh: { input: { refreshToken: token }, answer: grant },
  confirmTwoStep: { input: { challenge: token, code: '123456' }, answer: grant },
  createByIdentity: { input: { ticket: token, computer: 'own', device }, answer: grant },
  createByIdentityLink: { input: { ticket: token, password, computer: 'own', device }, answer: grant },
  end: { input: {}, answer: null },
  unlock: { input: { password }, answer: null },
};

export const registrationExamples: OperationExamples<typeof registrations> = {
  create: {
    input: { email, password, advertisingConsent: false, consentTextVersion: '2026-09', language: 'ru' },
    answer: mailSent,
  },
  resendMail: { input: { email, language: 'ru' }, answer: mailSent },
  confirm: { input: { token, password, computer: 'own', device }, answer: grant },
  complete: {
    input: {
      contractNumber: exampleContract,
      surname: 'Petrova',
      firstName: 'Anna',
      patronymic: '',
      cardNumber: '123456789012',
    },
    answer: account,
  },
};

export const passwordResetExamples: OperationExamples<typeof passwordResets> = {
  create: { input: { email, language: 'ru' }, answer: mailSent },
  complete: { input: { token, password }, answer: null },
};
