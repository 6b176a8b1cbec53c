import type { Payment, Receipt, Slip } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { StatementEntry, StatementPage } from '#protocol/api/statement.ts';

/** What documents need of a profile, with signs that markup has to escape. */
export const profileOnPaper = {
  brand: { ru: 'Тест & Плюс', en: 'Test & Plus', sv: 'Test & Plus' },
  hotline: { display: '8 800 000-00-00', dial: '88000000000' },
  timeZone: 'Europe/Moscow',
  requisites: {
    name: 'АО «Тест <Плюс>»',
    address: 'Москва, улица Проверки, 1',
    inn: '7700000000',
    kpp: '770001001',
    account: '40702810900000000017',
    bank: 'АО «Банк»',
    bik: '044525017',
    correspondentAccount: '30101810400000000017',
  },
} as unknown as OperatorProfile;

export const slipOf = (amountKopecks: number): Slip => ({
  contractNumber: '2256884759',
  holder: 'Павлова Ирина Сергеевна',
  address: 'Тверь, Садовая 14, 27',
  amountKopecks,
  purpose: 'Оплата услуг, договор 2256884759',
  recipient: profileOnPaper.requisites,
  qr: `ST00012|Name=АО «Тест»|PersonalAcc=40702810900000000017|Sum=${amountKopecks}|PersAcc=2256884759`,
});

const payment: Payment = {
  id: 'pay-1',
  payee: '2256884759',
  maskedName: 'Irina P•••••••a',
  contractNumber: '2256884759',
  method: 'bank-card',
  origin: 'online',
  amountKopecks: 123_450,
  feeKopecks: 0,
  status: 'succeeded',
  stage: null,
  declineReason: null,
  createdAt: '2026-11-21T20:59:00Z',
  expiresAt: null,
  settledAt: '2026-11-21T21:01:00Z',
  pageUrl: null,
  pageOrigins: [],
  returnUrl: null,
  sbpPayload: null,
  cardMask: '•• 4242',
  entryId: 'e-1',
};
export const receiptOnPaper: Receipt = {
  payment,
  number: '2026-000017',
  day: '2026-11-22',
  holderMasked: 'Irina P•••••••a',
};

/** The line of a day's charge; the balance falls by 33.27 a day from 10 000. */
export function chargeOf(index: number): StatementEntry {
  const day = new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  return {
    id: `e-${index}`,
    kind: 'daily-charge',
    at: `${day}T00:00:00Z`,
    day,
    amountKopecks: -3_327,
    balanceAfterKopecks: 1_000_000 - 3_327 * (index + 1),
    packages: 1,
    method: null,
    charges: [{ packageId: 'base', name: { ru: 'База', en: 'Base', sv: 'Bas' }, amountKopecks: -3_327 }],
    payment: null,
  };
}

/** A service that answers so many lines, the newest first, page by page. */
export function pagesOf(count: number): (part: { cursor?: string | undefined; limit: number }) => StatementPage {
  return ({ cursor, limit }) => {
    const from = cursor === undefined ? 0 : Number(cursor);
    const to = Math.min(from + limit, count);
    const entries = Array.from({ length: to - from }, (_, at) => chargeOf(count - 1 - from - at));
    return {
      entries,
      nextCursor: to < count ? String(to) : null,
      totals:
        cursor === undefined
          ? {
              openingKopecks: 1_000_000,
              inKopecks: 0,
              outKopecks: -3_327 * count,
              closingKopecks: 1_000_000 - 3_327 * count,
              count,
            }
          : null,
      packages: cursor === undefined ? [{ id: 'base', name: { ru: 'База', en: 'Base', sv: 'Bas' } }] : null,
    };
  };
}
