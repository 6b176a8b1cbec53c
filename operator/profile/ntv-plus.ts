import type { OperatorProfile } from '#protocol/http/profile.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The first operator. Every number of a rule stands here and nowhere in code. */
export const ntvPlus: OperatorProfile = {
  id: 'ntv-plus',
  brand: { ru: 'НТВ-ПЛЮС', en: 'NTV-PLUS', sv: 'NTV-PLUS' },
  hotline: { display: '8-800-555-67-89', dial: '88005556789' },
  smsShortNumber: '3116',
  currency: 'RUB',
  timeZone: 'Europe/Moscow',
  languages: ['ru', 'en', 'sv'],
  links: {
    site: 'https://ntvplus.ru/',
    topUp: 'https://ntvplus.ru/payment',
    help: 'https://ntvplus.ru/support',
  },
  linkHosts: ['ntvplus.ru', 'www.ntvplus.ru'],
  accounts: {
    passwordMinLength: 8,
    passwordMaxLength: 128,
    accessTokenMs: 10 * minute,
    refreshGraceMs: 30_000,
    ownSessionMs: 30 * day,
    sharedSessionMs: 12 * hour,
    sharedIdleMs: 30 * minute,
    signInTries: 5,
    signInFirstWaitMs: 30_000,
    signInLongestWaitMs: hour,
    idleWarningMs: minute,
    confirmLinkMs: 24 * hour,
    resetLinkMs: 20 * minute,
    letterAgainMs: minute,
    codeAgainMs: minute,
    lettersAnHour: 5,
    phoneCodeMs: 5 * minute,
    phoneCodeTries: 3,
    twoStepMs: 5 * minute,
    twoStepTries: 5,
    twoStepSetupMs: 10 * minute,
    recoveryCodes: 10,
    oauthRequestMs: 10 * minute,
    oauthCodeMs: minute,
    identityTicketMs: 5 * minute,
    freshSessionMs: 10 * minute,
    completionTries: 5,
  },
  identityProviders: [
    { id: 'vk', name: { ru: 'ВКонтакте', en: 'VKontakte', sv: 'VKontakte' }, enabled: true },
    { id: 'ok', name: { ru: 'Одноклассники', en: 'Odnoklassniki', sv: 'Odnoklassniki' }, enabled: true },
    { id: 'facebook', name: { ru: 'Facebook', en: 'Facebook', sv: 'Facebook' }, enabled: true },
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
    untilHorizonDays: 366,
    topUpStepKopecks: 100,
    roundTopUpStepKopecks: 10_000,
    paymentMinKopecks: 1_000,
    paymentMaxKopecks: 1_500_000,
  },
};
