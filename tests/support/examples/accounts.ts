import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { accounts, devices, identities, twoStep } from '#protocol/api/accounts.ts';
import type { Account, SignedInDevices } from '#protocol/api/sessions.ts';
import type { accountVerbs, identityVerbs, twoStepVerbs } from '#protocol/ipc/accounts.ts';
import { exampleContract, type OperationExamples, type VerbExamples } from './example.ts';

const token = 'A'.repeat(43);
const proof = { password: 'p' };
const language = 'en';
const mailSent = { againInMs: 60_000, delayed: false };
const codeSent = { expiresInMs: 300_000, againInMs: 60_000 };
const phone = '+79991234567';
const code = '123456';
const codes = { codes: ['abcd-efgh'] };
const device = { name: 'd', platform: 'linux' } as const;
const at = '2026-11-22T10:00:00Z';

export const exampleAccount: Account = {
  id: 'a1',
  email: 'anna@example.org',
  name: 'Anna',
  contracts: [{ number: exampleContract, label: null }],
};

export const exampleSecurity: AccountSecurity = {
  email: 'anna@example.org',
  emailPending: null,
  phone: null,
  phonePending: null,
  hasPassword: true,
  passwordChangedAt: null,
  twoStep: { on: false },
  identities: [],
  advertisingConsent: { granted: false, at: null, textVersion: null },
};

export const exampleData: AccountData = {
  exportedAt: '2026-11-22T21:30:00Z',
  account: { id: 'a1', email: 'anna@example.org', name: 'Anna', phone: null, createdAt: '2026-01-01T00:00:00Z' },
  contracts: [{ number: exampleContract, label: null }],
  consents: [],
  identities: [],
  sessions: [{ device, computer: 'own', signedInAt: at, lastUsedAt: at, endedAt: null }],
  letters: [],
  messages: [],
  payments: [],
  cards: [],
  kept: ['contract'],
};

export const exampleDevices: SignedInDevices = {
  devices: [
    {
      id: 'this',
      device,
      computer: 'own',
      signedInAt: at,
      lastUsedAt: at,
      expiresAt: '2026-12-22T10:00:00Z',
      current: true,
    },
  ],
};

export const accountExamples: OperationExamples<typeof accounts> = {
  read: { input: {}, answer: exampleAccount },
  security: { input: {}, answer: exampleSecurity },
  changePassword: { input: { ...proof, next: 'n', language }, answer: exampleSecurity },
  changeEmail: { input: { ...proof, email: 'new@example.org', language }, answer: mailSent },
  confirmEmail: { input: { token }, answer: null },
  changePhone: { input: { ...proof, phone, language }, answer: codeSent },
  confirmPhone: { input: { code }, answer: exampleSecurity },
  setAdvertisingConsent: { input: { granted: true, textVersion: '2026-09' }, answer: exampleSecurity },
  data: { input: {}, answer: exampleData },
  delete: { input: { ...proof, language }, answer: null },
};

export const accountVerbExamples: VerbExamples<typeof accountVerbs> = {
  changePassword: { input: { ...proof, next: 'n' }, answer: exampleSecurity },
  changeEmail: { input: { ...proof, email: 'new@example.org' }, answer: mailSent },
  confirmEmail: { input: undefined, answer: null },
  changePhone: { input: { ...proof, phone }, answer: codeSent },
  setAdvertisingConsent: { input: { granted: true }, answer: exampleSecurity },
  saveData: { input: undefined, answer: true },
  delete: { input: proof, answer: { state: 'signed-out', because: null } },
};

export const deviceExamples: OperationExamples<typeof devices> = {
  list: { input: {}, answer: exampleDevices },
  end: { input: { sessionId: 'other' }, answer: exampleDevices },
  endOthers: { input: {}, answer: exampleDevices },
};

export const twoStepExamples: OperationExamples<typeof twoStep> = {
  setUp: { input: proof, answer: { secret: 'ABC', uri: 'otpauth://totp/x', expiresInMs: 600_000 } },
  confirm: { input: { code, attempt: 1 }, answer: codes },
  renewRecoveryCodes: { input: proof, answer: codes },
  turnOff: { input: proof, answer: exampleSecurity },
};

export const twoStepVerbExamples: VerbExamples<typeof twoStepVerbs> = {
  confirm: { input: { code }, answer: codes },
};

export const identityExamples: OperationExamples<typeof identities> = {
  link: { input: { ticket: token, ...proof }, answer: exampleSecurity },
  unlink: { input: { provider: 'vk', ...proof }, answer: exampleSecurity },
};

export const identityVerbExamples: VerbExamples<typeof identityVerbs> = {
  link: { input: { provider: 'vk', ...proof }, answer: exampleSecurity },
};
