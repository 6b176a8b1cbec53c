import type { demo } from '#protocol/api/demo.ts';
import type { health } from '#protocol/api/health.ts';
import type { overview, Overview } from '#protocol/api/overview.ts';
import type { profile } from '#protocol/api/profile.ts';
import type { reference } from '#protocol/api/reference.ts';
import type { connectionVerbs } from '#protocol/ipc/connection.ts';
import type { appVerbs, clipboardVerbs, linksVerbs } from '#protocol/ipc/desktop.ts';
import type { noticesVerbs } from '#protocol/ipc/notices.ts';
import type { overviewVerbs } from '#protocol/ipc/overview.ts';
import type { settingsVerbs } from '#protocol/ipc/settings.ts';
import { ntvPlus } from '../../../operator/platform/profile/ntv-plus.ts';
import { exampleContract, type OperationExamples, type VerbExamples } from './example.ts';

const contractNumber = exampleContract;
const localized = { ru: 'Базовый', en: 'Basic', sv: 'Bas' };
const suspended: Overview = {
  now: '2026-11-22T10:00:00Z',
  today: '2026-11-22',
  contract: {
    number: contractNumber,
    label: null,
    holder: { surname: 'Petrova', firstName: 'Anna', patronymic: null },
    address: 'Moscow',
    signedOn: '2020-01-01',
    status: 'suspended',
    tariff: localized,
    contacts: { phone: null, email: null },
  },
  reception: { state: 'suspended', since: '2026-11-01', resumesOn: '2026-12-01' },
  balanceKopecks: 50_000,
  nextCharge: null,
  dailyKopecks: 1_000,
  nextDailyPrice: null,
  promise: null,
  forecast: {
    points: [{ day: '2026-11-22', chargeKopecks: 0, balanceKopecks: 50_000, reception: 'off' }],
    events: [],
  },
  topUpToMonthEnd: null,
  roundTopUp: null,
  packages: [],
  cards: [],
  entries: [],
  news: [],
};
const ok = { status: 'ok', version: '1.0.0' } as const;

export const demoExamples: OperationExamples<typeof demo> = {
  subscribers: { input: {}, answer: { subscribers: [], spareContract: null } },
};
export const healthExamples: OperationExamples<typeof health> = {
  live: { input: {}, answer: ok },
  ready: { input: {}, answer: ok },
};
export const overviewExamples: OperationExamples<typeof overview> = {
  read: { input: { contractNumber }, answer: suspended },
};
export const profileExamples: OperationExamples<typeof profile> = { read: { input: {}, answer: ntvPlus } };
export const referenceExamples: OperationExamples<typeof reference> = {
  document: { input: {}, answer: { openapi: '3.1.1' } },
};

export const overviewVerbExamples: VerbExamples<typeof overviewVerbs> = {
  get: { input: { contractNumber }, answer: { overview: suspended, freshness: { kind: 'live' } } },
};
export const settingsVerbExamples: VerbExamples<typeof settingsVerbs> = {
  get: { input: undefined, answer: { language: 'sv', theme: 'system', lockAfter: 'never' } },
  update: { input: { theme: 'dark' }, answer: { language: 'sv', theme: 'dark', lockAfter: 'never' } },
};
export const connectionVerbExamples: VerbExamples<typeof connectionVerbs> = {
  status: { input: undefined, answer: { state: 'up' } },
  retry: { input: undefined, answer: { state: 'connecting' } },
};
export const noticesVerbExamples: VerbExamples<typeof noticesVerbs> = {
  list: { input: undefined, answer: [{ code: 'clock-differs', since: '2026-11-22T10:00:00Z' }] },
  dismiss: { input: { code: 'clock-differs' }, answer: [] },
};
export const linksVerbExamples: VerbExamples<typeof linksVerbs> = {
  open: { input: { target: 'hotline' }, answer: null },
};
export const clipboardVerbExamples: VerbExamples<typeof clipboardVerbs> = {
  copy: { input: { text: '2256884759' }, answer: null },
};
export const appVerbExamples: VerbExamples<typeof appVerbs> = {
  started: { input: { screen: 'overview' }, answer: null },
};
