import type { cards, LinkedCards, Payment, payments, TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import type { paymentVerbs } from '#protocol/ipc/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import { exampleContract, type OperationExamples, type VerbExamples } from './example.ts';

const contractNumber = exampleContract;
const paymentId = 'pay-1';

const request = {
  payee: contractNumber,
  amountKopecks: 42_500,
  method: 'bank-card',
  phone: null,
  linkedCardId: null,
  linkCard: false,
} as const;

const payment: Payment = {
  id: paymentId,
  payee: contractNumber,
  maskedName: 'Anna P•••••••a',
  contractNumber,
  method: 'bank-card',
  origin: 'online',
  amountKopecks: 42_500,
  feeKopecks: 0,
  status: 'succeeded',
  stage: null,
  declineReason: null,
  createdAt: '2026-11-22T10:00:00Z',
  expiresAt: null,
  settledAt: '2026-11-22T10:05:00Z',
  pageUrl: null,
  pageOrigins: [],
  returnUrl: null,
  sbpPayload: null,
  cardMask: '•• 4242',
  entryId: 'e-1',
};

const reception: TopUpTerms['reception'] = { state: 'on', lastDay: null, daysLeft: null };
const points: TopUpPreview['points'] = [{ day: '2026-11-23', chargeKopecks: 0, balanceKopecks: 0, reception: 'on' }];

const terms: TopUpTerms = {
  now: '2026-11-22T10:00:00Z',
  today: '2026-11-22',
  balanceKopecks: 0,
  reception,
  forecast: { points, events: [] },
  dailyKopecks: 0,
  nextDailyPrice: null,
  offers: [],
  sum: null,
};

const preview: TopUpPreview = {
  amountKopecks: 42_500,
  before: { balanceKopecks: 0, lastDay: null, reception },
  after: { balanceKopecks: 42_500, lastDay: null, receptionOn: true },
  points,
  repaysPromiseKopecks: 0,
  chargedTodayKopecks: 0,
};

const linkedCards: LinkedCards = { cards: [] };

export const paymentExamples: OperationExamples<typeof payments> = {
  terms: { input: { contractNumber }, answer: terms },
  preview: { input: { contractNumber, amountKopecks: 42_500 }, answer: preview },
  slip: {
    input: { contractNumber, amountKopecks: 42_500 },
    answer: {
      contractNumber,
      holder: 'Павлова Анна',
      address: 'Тверь, Садовая 14, 27',
      amountKopecks: 42_500,
      purpose: 'Оплата услуг',
      recipient: { name: 'АО', inn: '7', kpp: '7', account: '4', bank: 'Банк', bik: '0', correspondentAccount: '3' },
      qr: 'ST00012|Name=АО',
    },
  },
  payee: {
    input: { number: contractNumber },
    answer: { number: contractNumber, kind: 'contract', maskedName: payment.maskedName, own: null },
  },
  methods: { input: {}, answer: { methods: [] } },
  list: { input: {}, answer: { payments: [payment] } },
  create: { input: { ...request, language: 'en' }, answer: payment },
  byKey: { input: { key: 'k'.repeat(36) }, answer: { known: false } },
  read: { input: { paymentId }, answer: payment },
  receipt: {
    input: { paymentId },
    answer: { payment, number: '17', day: '2026-11-22', holderMasked: payment.maskedName },
  },
  check: { input: { paymentId }, answer: payment },
  cancel: { input: { paymentId }, answer: payment },
  webhook: { input: {}, answer: null },
  returnPage: { input: {}, answer: null },
};

export const cardExamples: OperationExamples<typeof cards> = {
  list: { input: {}, answer: linkedCards },
  unlink: { input: { cardId: 'card-1' }, answer: linkedCards },
};

const tracked: TrackedPayment = {
  id: 'tracked-1',
  payee: contractNumber,
  maskedName: payment.maskedName,
  contractNumber,
  amountKopecks: 42_500,
  method: 'bank-card',
  phase: 'settled',
  because: null,
  startedAt: '2026-11-22T10:00:00Z',
  brokeAt: null,
  lastAskedAt: null,
  payment,
};
const oneTracked = { id: tracked.id };

export const paymentVerbExamples: VerbExamples<typeof paymentVerbs> = {
  start: { input: request, answer: tracked },
  tracked: { input: undefined, answer: { payments: [tracked] } },
  showPage: { input: oneTracked, answer: null },
  refresh: { input: oneTracked, answer: tracked },
  cancelTracked: { input: oneTracked, answer: tracked },
  dismiss: { input: oneTracked, answer: { payments: [] } },
  saveSlip: { input: { contractNumber, amountKopecks: 42_500 }, answer: 'saved' },
  saveReceipt: { input: { paymentId }, answer: 'saved' },
};
