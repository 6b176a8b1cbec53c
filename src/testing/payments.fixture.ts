import type {
  LinkedCard,
  OfferedMethod,
  Payment,
  PaymentMethod,
  TopUpPreview,
  TopUpTerms,
} from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { Localized } from '#protocol/primitives.ts';
import { reasonNumbers } from '#protocol/reason-numbers.ts';
import { blocked, healthy } from './overview.fixture.ts';
import { termsOf } from '../features/payments/known-facts.ts';

const said = (text: string): Localized => ({ ru: text, en: text, sv: text });

/** The page of the drawn screen: 227 ₽ to 31 December, 925 ₽ to 31 January. */
export const terms: TopUpTerms = {
  ...termsOf(healthy),
  offers: [
    {
      kind: 'month-end',
      amountKopecks: 22_700,
      lastDay: '2026-12-31',
      moreDays: 11,
      points: healthy.topUpToMonthEnd?.points ?? healthy.forecast.points,
    },
    {
      kind: 'month-end',
      amountKopecks: 92_500,
      lastDay: '2027-01-31',
      moreDays: 42,
      points: healthy.topUpToMonthEnd?.points ?? healthy.forecast.points,
    },
  ],
  sum: {
    restDays: 8,
    restDayKopecks: 3_327,
    wholeMonths: [{ month: '2026-12-01', monthlyKopecks: 69_800 }],
    exactKopecks: 22_676,
  },
};

/** Reception is off: 86 ₽ bring it back. */
export const blockedTerms: TopUpTerms = {
  ...termsOf(blocked),
  offers: [
    {
      kind: 'back-on',
      amountKopecks: 8_600,
      lastDay: '2026-11-22',
      moreDays: 0,
      points: blocked.topUpToMonthEnd?.points ?? blocked.forecast.points,
    },
  ],
};

/** What an amount makes of a contract that is on. */
export function previewFor(amountKopecks: number): TopUpPreview {
  return {
    amountKopecks,
    before: { balanceKopecks: terms.balanceKopecks, lastDay: '2026-12-20', reception: terms.reception },
    after: { balanceKopecks: terms.balanceKopecks + amountKopecks, lastDay: '2026-12-31', receptionOn: true },
    points: terms.offers[0]?.points ?? terms.forecast.points,
    repaysPromiseKopecks: 0,
    chargedTodayKopecks: 0,
  };
}

function method(id: PaymentMethod, name: string, more: Partial<OfferedMethod> = {}): OfferedMethod {
  return {
    id,
    name: said(name),
    takes: said('1–2 minutes'),
    hint: null,
    minKopecks: 1_000,
    maxKopecks: 1_500_000,
    dayMaxKopecks: null,
    monthMaxKopecks: null,
    feeKopecks: 0,
    reason: null,
    ...more,
  };
}

/** All ways, of which one is off. */
export const methods: readonly OfferedMethod[] = [
  method('bank-card', 'Bank card', { hint: said('Your bank confirms it with a code (3-D Secure).') }),
  method('mobile', 'Mobile account', { dayMaxKopecks: 1_500_000, monthMaxKopecks: 3_000_000, maxKopecks: 500_000 }),
  method('sbp', 'SBP', { takes: said('under a minute') }),
  method('webmoney', 'WebMoney', {
    reason: {
      code: 'method-off',
      number: reasonNumbers['method-off'],
      liftsOn: '2026-11-24',
      liftsAt: '2026-11-24T03:00:00Z',
      amountKopecks: null,
      note: said('Works at WebMoney: choose another way.'),
      action: 'choose-another',
    },
  }),
];

export const card: LinkedCard = {
  id: 'card-1',
  mask: '•• 4242',
  brand: 'Visa',
  expires: '08/28',
  linkedAt: '2026-10-02T09:00:00Z',
};

/** A payment as the operator tells it, waiting at its page. */
export const pending: Payment = {
  id: 'pay-1',
  payee: '2256884759',
  maskedName: 'Irina P•••••••a',
  contractNumber: '2256884759',
  method: 'bank-card',
  origin: 'online',
  amountKopecks: 22_700,
  feeKopecks: 0,
  status: 'pending',
  stage: 'payer',
  declineReason: null,
  createdAt: '2026-11-22T09:04:00Z',
  expiresAt: '2026-11-22T09:19:00Z',
  settledAt: null,
  pageUrl: 'https://pay.plusgate.example/orders/1',
  pageOrigins: ['https://pay.plusgate.example'],
  returnUrl: 'https://operator.example/payments/return',
  sbpPayload: null,
  cardMask: null,
  entryId: null,
};

/** A payment of this program whose page is open. */
export const openOne: TrackedPayment = {
  id: 'tracked-1',
  payee: '2256884759',
  maskedName: 'Irina P•••••••a',
  contractNumber: '2256884759',
  amountKopecks: 22_700,
  method: 'bank-card',
  phase: 'at-page',
  because: null,
  startedAt: '2026-11-22T09:04:00Z',
  brokeAt: null,
  lastAskedAt: null,
  payment: pending,
};

/** The same, at its end. */
export function ended(status: Payment['status'], more: Partial<Payment> = {}): TrackedPayment {
  return {
    ...openOne,
    phase: 'settled',
    payment: {
      ...pending,
      status,
      stage: null,
      expiresAt: null,
      pageUrl: null,
      settledAt: '2026-11-22T09:07:00Z',
      cardMask: status === 'succeeded' ? '•• 4242' : null,
      ...more,
    },
  };
}
