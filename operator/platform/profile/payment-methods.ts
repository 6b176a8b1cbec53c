import type { PaymentMethodRules } from '#protocol/api/profile.ts';

const minute = 60_000;

/** Default limits: 10 to 15,000 roubles, no commission, 15 minutes to pay. */
const usual = {
  off: null,
  minKopecks: 1_000,
  maxKopecks: 1_500_000,
  dayMaxKopecks: null,
  monthMaxKopecks: null,
  feeKopecks: 0,
  mustRemainKopecks: null,
  expiresMs: 15 * minute,
} as const;

const upToFiveMinutes = { ru: 'до 5 минут', en: 'up to 5 minutes', sv: 'upp till 5 minuter' };

/** Payment methods in the app, in display order. */
export const paymentMethods: PaymentMethodRules[] = [
  {
    id: 'bank-card',
    name: { ru: 'Банковская карта', en: 'Bank card', sv: 'Bankkort' },
    takes: { ru: '1–2 минуты', en: '1–2 minutes', sv: '1–2 minuter' },
    hint: {
      ru: 'Банк подтвердит платёж кодом (3-D Secure).',
      en: 'Your bank confirms it with a code (3-D Secure).',
      sv: 'Din bank bekräftar med en kod (3-D Secure).',
    },
    ...usual,
  },
  {
    id: 'mobile',
    name: { ru: 'Счёт мобильного телефона', en: 'Mobile account', sv: 'Mobilkonto' },
    takes: { ru: 'до 15 минут', en: 'up to 15 minutes', sv: 'upp till 15 minuter' },
    hint: {
      ru: 'Платёж подтверждается с телефона; на его счёте должно остаться 50 ₽.',
      en: 'You confirm on the phone; 50 ₽ must stay on its account.',
      sv: 'Du bekräftar på telefonen; 50 ₽ måste finnas kvar på dess konto.',
    },
    ...usual,
    dayMaxKopecks: 1_500_000,
    monthMaxKopecks: 3_000_000,
    mustRemainKopecks: 5_000,
  },
  {
    id: 'sbp',
    name: { ru: 'СБП', en: 'SBP', sv: 'SBP' },
    takes: { ru: 'меньше минуты', en: 'under a minute', sv: 'under en minut' },
    hint: {
      ru: 'QR-код для приложения вашего банка. Он действует 15 минут.',
      en: 'A QR code for your bank’s app. It lives 15 minutes.',
      sv: 'En QR-kod för din banks app. Den gäller i 15 minuter.',
    },
    ...usual,
  },
  { id: 'qiwi', name: { ru: 'QIWI', en: 'QIWI', sv: 'QIWI' }, takes: upToFiveMinutes, hint: null, ...usual },
  {
    id: 'webmoney',
    name: { ru: 'WebMoney', en: 'WebMoney', sv: 'WebMoney' },
    takes: upToFiveMinutes,
    hint: null,
    ...usual,
  },
  {
    id: 'yoomoney',
    name: { ru: 'ЮMoney', en: 'YooMoney', sv: 'YooMoney' },
    takes: upToFiveMinutes,
    hint: null,
    ...usual,
  },
];
