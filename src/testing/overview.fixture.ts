import type { Entry, ForecastPoint, Overview } from '#protocol/api/overview.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { Localized } from '#protocol/primitives.ts';
import { addDays, isMonthEnd } from '#protocol/format/days.ts';

/** The same text in each language, for names. */
function name(text: string): Localized {
  return { ru: text, en: text, sv: text };
}

interface Priced {
  readonly monthlyKopecks: number;
  /** Last day. */
  readonly endsOn: string | null;
}

/** A month's price over its days, the remainder spread so that the month sums exactly to the price. */
function dayPrice(monthly: number, day: string): number {
  const date = Number(day.slice(8));
  const days = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  const upTo = (n: number): number => Math.floor((monthly * n) / days);
  return upTo(date) - upTo(date - 1);
}

function chargeOn(day: string, packages: readonly Priced[]): number {
  return packages
    .filter((p) => p.endsOn === null || day <= p.endsOn)
    .reduce((sum, p) => sum + dayPrice(p.monthlyKopecks, day), 0);
}

/** What the service would forecast: today's charge is made, each later day is charged until the balance is below 0. */
function forecastPoints(today: string, balance: number, packages: readonly Priced[], on = true): ForecastPoint[] {
  const points: ForecastPoint[] = [
    { day: today, chargeKopecks: 0, balanceKopecks: balance, reception: on ? 'on' : 'off' },
  ];
  let left = balance;
  let reception = on;
  for (let i = 1; i <= 60; i += 1) {
    const day = addDays(today, i);
    const charge = reception ? chargeOn(day, packages) : 0;
    left -= charge;
    if (left < 0) reception = false;
    points.push({ day, chargeKopecks: charge, balanceKopecks: left, reception: reception ? 'on' : 'off' });
  }
  return points;
}

function lastDayOf(points: readonly ForecastPoint[]): string | null {
  const stop = points.findIndex((p) => p.reception === 'off');
  return stop < 1 ? null : (points[stop - 1]?.day ?? null);
}

function monthEnd(day: string): string {
  let end = day;
  while (!isMonthEnd(end)) end = addDays(end, 1);
  return end;
}

function topUpTo(today: string, balance: number, lastDay: string, packages: readonly Priced[]): number {
  let needed = 0;
  for (let day = addDays(today, 1); day <= lastDay; day = addDays(day, 1)) needed += chargeOn(day, packages);
  return Math.ceil((needed - balance) / 100) * 100;
}

const today = '2026-11-22';

const packages: Overview['packages'] = [
  {
    id: 'optimum',
    name: { ru: 'Базовый «Оптимум»', en: 'Base Optimum', sv: 'Bas Optimum' },
    kind: 'base',
    channels: 148,
    hdChannels: 42,
    uhdChannels: 0,
    monthlyKopecks: 39900,
    endsOn: null,
  },
  {
    id: 'cinema',
    name: { ru: 'Кинозал', en: 'Cinema Hall', sv: 'Biosalongen' },
    kind: 'add-on',
    channels: 16,
    hdChannels: 0,
    uhdChannels: 3,
    monthlyKopecks: 29900,
    endsOn: null,
  },
  {
    id: 'football',
    name: { ru: 'Футбол 1–3', en: 'Football 1–3', sv: 'Fotboll 1–3' },
    kind: 'add-on',
    channels: 3,
    hdChannels: 3,
    uhdChannels: 0,
    monthlyKopecks: 30000,
    endsOn: '2026-11-30',
  },
];

function entry(id: string, kind: Entry['kind'], at: string, amount: number, after: number): Entry {
  return {
    id,
    kind,
    at,
    day: '2026-11-22',
    amountKopecks: amount,
    balanceAfterKopecks: after,
    packages: kind === 'daily-charge' ? 3 : null,
    method: kind === 'top-up' ? 'bank-card' : null,
  };
}

const base: Omit<Overview, 'forecast' | 'topUpToMonthEnd' | 'roundTopUp' | 'reception'> = {
  now: '2026-11-22T09:12:00Z',
  today,
  contract: {
    number: '2256884759',
    label: 'Home',
    holder: { surname: 'Pavlova', firstName: 'Irina', patronymic: 'Sergeevna' },
    address: 'Tver, Sadovaya 14, 27',
    signedOn: '2019-05-12',
    status: 'active',
    tariff: { ru: 'Базовый «Оптимум»', en: 'Base Optimum', sv: 'Bas Optimum' },
    contacts: { phone: '+7 900 123-45-67', email: 'irina@demo.example' },
  },
  balanceKopecks: 73740,
  nextCharge: { at: '2026-11-22T21:00:00Z', day: '2026-11-23', amountKopecks: 3327 },
  dailyKopecks: 3327,
  nextDailyPrice: { day: '2026-12-01', meanKopecks: 2252 },
  promise: null,
  packages,
  cards: [
    {
      number: '047122903358',
      place: { ru: 'Гостиная', en: 'Living room', sv: 'Vardagsrummet' },
      receiver: 'VA 4SD',
      state: 'on',
    },
  ],
  entries: [
    entry('e3', 'top-up', '2026-11-22T06:41:00Z', 50000, 73740),
    entry('e2', 'daily-charge', '2026-11-21T21:00:00Z', -3327, 23740),
    entry('e1', 'daily-charge', '2026-11-20T21:00:00Z', -3327, 27067),
  ],
  news: [
    {
      id: 'n1',
      kind: 'bonus',
      title: {
        ru: '14 дней «Кинозала» в UHD',
        en: '14 days of Cinema Hall in UHD',
        sv: '14 dagar Biosalongen i UHD',
      },
      summary: {
        ru: 'Включите до конца срока, деньги не спишутся.',
        en: 'Switch it on in time, nothing is charged.',
        sv: 'Slå på i tid, inget debiteras.',
      },
      publishedAt: '2026-11-20T08:00:00Z',
      until: '2026-12-01',
    },
    {
      id: 'n2',
      kind: 'works',
      title: { ru: 'Работы на транспондере 11', en: 'Works on transponder 11', sv: 'Arbeten på transponder 11' },
      summary: {
        ru: 'В четверг 03:00–05:00, 6 ваших каналов.',
        en: 'Thursday 03:00–05:00, 6 of your channels.',
        sv: 'Torsdag 03:00–05:00, 6 av dina kanaler.',
      },
      publishedAt: '2026-11-21T08:00:00Z',
      until: '2026-11-26',
    },
  ],
};

function withBalance(balance: number): Overview {
  const points = forecastPoints(today, balance, packages);
  const lastDay = lastDayOf(points);
  const end = monthEnd(lastDay === null ? today : addDays(lastDay, 1));
  const amount = topUpTo(today, balance, end, packages);
  const daysLeft = points.filter((p) => p.reception === 'on').length - 1;
  return {
    ...base,
    balanceKopecks: balance,
    reception: { state: 'on', lastDay, daysLeft: lastDay === null ? null : daysLeft },
    forecast: {
      points,
      events: [
        { kind: 'package-ends', day: '2026-12-01', name: { ru: 'Футбол', en: 'Football', sv: 'Fotboll' } },
        ...(lastDay === null ? [] : [{ kind: 'reception-stops' as const, day: addDays(lastDay, 1) }]),
      ],
    },
    topUpToMonthEnd: {
      amountKopecks: amount,
      lastDay: end,
      points: forecastPoints(today, balance + amount, packages),
    },
    roundTopUp: null,
  };
}

/** The subscriber of the drawn dashboard: 737.40 ₽, until 20 December, 227 ₽ more to 31 December. */
export const healthy: Overview = withBalance(73740);

/** Two days left. */
export const runningOut: Overview = withBalance(8120);

/** Blocked at midnight, 85.60 ₽ owed. */
export const blocked: Overview = {
  ...base,
  contract: { ...base.contract, status: 'blocked' },
  balanceKopecks: -8560,
  nextCharge: null,
  nextDailyPrice: null,
  reception: { state: 'blocked', since: '2026-11-21T21:00:00Z', missingKopecks: 8560, backOnKopecks: 8600 },
  forecast: {
    points: forecastPoints(today, -8560, packages, false),
    events: [{ kind: 'package-ends', day: '2026-12-01', name: { ru: 'Футбол', en: 'Football', sv: 'Fotboll' } }],
  },
  topUpToMonthEnd: {
    amountKopecks: 38600,
    lastDay: '2026-11-30',
    points: forecastPoints(today, 30040 - 3327, packages),
  },
  roundTopUp: {
    amountKopecks: 40000,
    lastDay: '2026-11-30',
    points: forecastPoints(today, 31440 - 3327, packages),
  },
  cards: base.cards.map((card) => ({ ...card, state: 'off-debt' as const })),
};

/** Suspended at one's own wish until 4 December. */
export const suspended: Overview = {
  ...healthy,
  contract: { ...base.contract, status: 'suspended' },
  nextCharge: null,
  nextDailyPrice: null,
  reception: { state: 'suspended', since: '2026-11-15', resumesOn: '2026-12-05' },
  topUpToMonthEnd: null,
  forecast: {
    points: [
      ...Array.from({ length: 13 }, (_, i) => ({
        day: addDays(today, i),
        chargeKopecks: 0,
        balanceKopecks: 73740,
        reception: 'off' as const,
      })),
      ...forecastPoints('2026-12-04', 73740, packages).slice(1, 49),
    ],
    events: [],
  },
  cards: base.cards.map((card) => ({ ...card, state: 'off-suspension' as const })),
};

/** A promise of 150 ₽ runs and is taken back on 27 November. */
export const promised: Overview = ((): Overview => {
  const plain = withBalance(46440);
  const dueOn = '2026-11-27';
  const taken = (points: readonly ForecastPoint[]): ForecastPoint[] => {
    let off = false;
    let left = 0;
    return points.map((p) => {
      if (!off) left = p.balanceKopecks - (p.day >= dueOn ? 15000 : 0);
      const chargeKopecks = off ? 0 : p.chargeKopecks;
      off ||= left < 0;
      return { ...p, chargeKopecks, balanceKopecks: left, reception: off ? 'off' : 'on' };
    });
  };
  const points = taken(plain.forecast.points);
  const lastDay = lastDayOf(points) ?? today;
  return {
    ...plain,
    promise: { amountKopecks: 15000, dueOn },
    reception: { state: 'on', lastDay, daysLeft: points.filter((p) => p.reception === 'on').length - 1 },
    forecast: {
      points,
      events: [
        { kind: 'promise-due', day: dueOn, amountKopecks: 15000 },
        { kind: 'package-ends', day: '2026-12-01', name: { ru: 'Футбол', en: 'Football', sv: 'Fotboll' } },
        { kind: 'reception-stops', day: addDays(lastDay, 1) },
      ],
    },
    topUpToMonthEnd: null,
  };
})();

/** The profile's numbers that the screens use. */
export const profileFixture: OperatorProfile = {
  id: 'demo',
  brand: name('Demo'),
  hotline: { display: '8 800 000-00-00', dial: '88000000000' },
  smsShortNumber: '3116',
  currency: 'RUB',
  timeZone: 'Europe/Moscow',
  languages: ['ru', 'en', 'sv'],
  links: { site: 'https://operator.example/', topUp: 'https://pay.operator.example/', help: 'https://help.example/' },
  linkHosts: ['operator.example'],
  accounts: {
    passwordMinLength: 8,
    passwordMaxLength: 128,
    accessTokenMs: 600_000,
    refreshGraceMs: 30_000,
    ownSessionMs: 1,
    sharedSessionMs: 1,
    sharedIdleMs: 1,
    signInTries: 5,
    signInFirstWaitMs: 30_000,
    signInLongestWaitMs: 3_600_000,
    idleWarningMs: 60_000,
    confirmLinkMs: 86_400_000,
    resetLinkMs: 1_200_000,
    letterAgainMs: 60_000,
    codeAgainMs: 60_000,
    lettersAnHour: 5,
    phoneCodeMs: 300_000,
    phoneCodeTries: 3,
    twoStepMs: 300_000,
    twoStepTries: 5,
    twoStepSetupMs: 600_000,
    recoveryCodes: 10,
    oauthRequestMs: 600_000,
    oauthCodeMs: 60_000,
    identityTicketMs: 300_000,
    freshSessionMs: 600_000,
    completionTries: 5,
  },
  identityProviders: [
    { id: 'vk', name: { ru: 'ВКонтакте', en: 'VKontakte', sv: 'VKontakte' }, enabled: true },
    { id: 'ok', name: { ru: 'Одноклассники', en: 'Odnoklassniki', sv: 'Odnoklassniki' }, enabled: true },
    { id: 'facebook', name: name('Facebook'), enabled: true },
  ],
  advertisingConsent: {
    version: '2026-09',
    text: {
      ru: 'Согласен получать сообщения об акциях и новых каналах',
      en: 'I agree to messages about promotions and new channels',
      sv: 'Jag samtycker till meddelanden om erbjudanden och nya kanaler',
    },
  },
  billing: {
    warnDaysLeft: [3, 1],
    forecastDays: 60,
    untilHorizonDays: 400,
    topUpStepKopecks: 100,
    roundTopUpStepKopecks: 10_000,
    paymentMinKopecks: 1_000,
    paymentMaxKopecks: 1_500_000,
  },
  promises: { minKopecks: 1_000, maxKopecks: 100_000, stepKopecks: 100, feeKopecks: 0, termDays: 5, everyDays: 30 },
  payments: {
    methods: [
      {
        id: 'bank-card',
        name: { ru: 'Банковская карта', en: 'Bank card', sv: 'Bankkort' },
        takes: { ru: '1–2 минуты', en: '1–2 minutes', sv: '1–2 minuter' },
        hint: null,
        off: null,
        minKopecks: 1_000,
        maxKopecks: 1_500_000,
        dayMaxKopecks: null,
        monthMaxKopecks: null,
        feeKopecks: 0,
        mustRemainKopecks: null,
        expiresMs: 900_000,
      },
    ],
    offers: 3,
    idempotencyKeyMs: 86_400_000,
    requestLeaseMs: 30_000,
    webhookToleranceMs: 300_000,
    reconcileMs: 20_000,
    lateForMs: 172_800_000,
    lateEveryMs: 900_000,
    noticesMs: 7_776_000_000,
    askEveryMs: 10_000,
    smsMinKopecks: 1_000,
    smsMaxKopecks: 1_500_000,
    autopayNoticeDays: 1,
  },
  otherWays: [
    {
      id: 'terminal',
      name: { ru: 'Терминал', en: 'Terminal', sv: 'Terminal' },
      fee: { ru: 'без комиссии', en: 'no commission', sv: 'ingen avgift' },
      takes: { ru: 'до часа', en: 'up to an hour', sv: 'upp till en timme' },
      steps: [{ ru: 'Внесите деньги.', en: 'Put the money in.', sv: 'Lägg i pengarna.' }],
    },
  ],
  requisites: {
    name: 'Demo',
    address: 'Demo',
    inn: '7701000012',
    kpp: '770101001',
    account: '40702810900000000017',
    bank: 'Demo Bank',
    bik: '044525017',
    correspondentAccount: '30101810400000000017',
  },
  smsKeyword: 'ntvplus',
};
