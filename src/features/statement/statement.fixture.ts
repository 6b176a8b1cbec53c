import type { StatementEntry, StatementPage } from '#protocol/api/statement.ts';

const optimum = { ru: 'Базовый Оптимум', en: 'Base Optimum', sv: 'Bas Optimum' };
const cinema = { ru: 'Кинозал', en: 'Cinema Hall', sv: 'Biosalong' };

/** A day's charge of two packages. */
export function line(id: string, day: string): StatementEntry {
  return {
    id,
    kind: 'daily-charge',
    at: `${day}T00:00:00Z`,
    day,
    amountKopecks: -2327,
    balanceAfterKopecks: 73_740,
    packages: 2,
    method: null,
    charges: [
      { packageId: 'base-optimum', name: optimum, amountKopecks: 1330 },
      { packageId: 'cinema-hall', name: cinema, amountKopecks: 997 },
    ],
    payment: null,
  };
}

/** A top-up by card made in the program. */
export function paid(id: string, day: string): StatementEntry {
  return {
    ...line(id, day),
    kind: 'top-up',
    at: `${day}T09:07:00Z`,
    amountKopecks: 22_700,
    packages: null,
    method: 'bank-card',
    charges: [],
    payment: { id: 'pay-1', method: 'bank-card', cardMask: '•• 4242' },
  };
}

/** The first of two pages. */
export const firstPage: StatementPage = {
  entries: [paid('9', '2026-11-22'), line('8', '2026-11-22'), line('7', '2026-10-31')],
  nextCursor: 'older',
  totals: { openingKopecks: 50_000, inKopecks: 120_400, outKopecks: 69_840, closingKopecks: 100_560, count: 4 },
  packages: [
    { id: 'base-optimum', name: optimum },
    { id: 'cinema-hall', name: cinema },
  ],
};

export const lastPage: StatementPage = {
  entries: [line('6', '2026-10-30')],
  nextCursor: null,
  totals: null,
  packages: null,
};

export const nothing: StatementPage = {
  entries: [],
  nextCursor: null,
  totals: { openingKopecks: 0, inKopecks: 0, outKopecks: 0, closingKopecks: 0, count: 0 },
  packages: [],
};

export const spendingFixture = {
  months: [
    {
      month: '2026-10-01',
      totalKopecks: 69_800,
      packages: [
        { packageId: 'base-optimum', name: optimum, amountKopecks: 39_900 },
        { packageId: 'cinema-hall', name: cinema, amountKopecks: 29_900 },
      ],
    },
    {
      month: '2026-11-01',
      totalKopecks: 51_194,
      packages: [
        { packageId: 'base-optimum', name: optimum, amountKopecks: 29_260 },
        { packageId: 'cinema-hall', name: cinema, amountKopecks: 21_934 },
      ],
    },
  ],
};
