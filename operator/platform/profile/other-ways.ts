import type { OtherWay } from '#protocol/api/profile.ts';

const free = { ru: 'без комиссии', en: 'no commission', sv: 'ingen avgift' };

/** Ways to pay outside the app, with their steps. */
export const otherWays: OtherWay[] = [
  {
    id: 'sms',
    name: { ru: 'SMS на короткий номер', en: 'SMS to the short number', sv: 'SMS till kortnumret' },
    fee: free,
    takes: { ru: '1–2 минуты', en: '1–2 minutes', sv: '1–2 minuter' },
    steps: [
      {
        ru: 'Отправьте текст ниже с телефона, со счёта которого хотите заплатить.',
        en: 'Send the text below from the phone whose account is to pay.',
        sv: 'Skicka texten nedan från telefonen vars konto ska betala.',
      },
      {
        ru: 'В ответ придёт SMS о зачислении.',
        en: 'An SMS comes back when the money is credited.',
        sv: 'Ett SMS kommer tillbaka när pengarna har bokförts.',
      },
    ],
  },
  {
    id: 'transfer',
    name: { ru: 'Банковский перевод', en: 'Bank transfer', sv: 'Banköverföring' },
    fee: { ru: 'по тарифу вашего банка', en: 'as your bank charges', sv: 'enligt din banks avgifter' },
    takes: { ru: '1–3 рабочих дня', en: '1–3 working days', sv: '1–3 bankdagar' },
    steps: [
      {
        ru: 'Откройте в приложении банка «Оплата по QR-коду» и считайте код с квитанции, или введите реквизиты ниже.',
        en: 'Choose “Pay by QR code” in your bank’s app and scan the code of the slip, or enter the details below.',
        sv: 'Välj ”Betala med QR-kod” i bankens app och skanna koden på blanketten, eller ange uppgifterna nedan.',
      },
      {
        ru: 'В назначении платежа укажите номер договора.',
        en: 'Name the contract number as the purpose.',
        sv: 'Ange avtalsnumret som ändamål.',
      },
    ],
  },
  {
    id: 'bank-office',
    name: { ru: 'Отделение банка', en: 'Bank office', sv: 'Bankkontor' },
    fee: { ru: 'по тарифу банка', en: 'as the bank charges', sv: 'enligt bankens avgifter' },
    takes: { ru: '1–3 рабочих дня', en: '1–3 working days', sv: '1–3 bankdagar' },
    steps: [
      {
        ru: 'Сохраните квитанцию и распечатайте её.',
        en: 'Save the slip and print it.',
        sv: 'Spara blanketten och skriv ut den.',
      },
      {
        ru: 'Отдайте её в отделении вместе с деньгами и сохраните чек.',
        en: 'Hand it in at the office with the money, and keep the receipt.',
        sv: 'Lämna in den på kontoret tillsammans med pengarna och spara kvittot.',
      },
    ],
  },
  {
    id: 'terminal',
    name: { ru: 'Платёжный терминал', en: 'Payment terminal', sv: 'Betalterminal' },
    fee: {
      ru: 'терминал покажет её до оплаты',
      en: 'shown by the terminal before you pay',
      sv: 'visas i terminalen innan du betalar',
    },
    takes: { ru: 'до часа', en: 'up to an hour', sv: 'upp till en timme' },
    steps: [
      {
        ru: 'Выберите «Телевидение», затем оператора.',
        en: 'Choose “Television”, then the operator.',
        sv: 'Välj ”TV” och sedan operatören.',
      },
      {
        ru: 'Введите номер договора или смарт-карты и внесите деньги.',
        en: 'Enter the contract or smart card number and put the money in.',
        sv: 'Ange avtalets eller kortets nummer och lägg i pengarna.',
      },
      { ru: 'Сохраните чек.', en: 'Keep the receipt.', sv: 'Spara kvittot.' },
    ],
  },
  {
    id: 'post-office',
    name: { ru: 'Почта', en: 'Post office', sv: 'Postkontor' },
    fee: { ru: 'по тарифу почты', en: 'as the post charges', sv: 'enligt postens avgifter' },
    takes: { ru: '2–5 рабочих дней', en: '2–5 working days', sv: '2–5 arbetsdagar' },
    steps: [
      {
        ru: 'Распечатайте квитанцию или назовите номер договора оператору.',
        en: 'Print the slip, or tell the clerk the contract number.',
        sv: 'Skriv ut blanketten eller säg avtalsnumret till expediten.',
      },
      { ru: 'Внесите деньги и сохраните чек.', en: 'Pay, and keep the receipt.', sv: 'Betala och spara kvittot.' },
    ],
  },
];
