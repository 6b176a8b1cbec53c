import type { Language } from '#protocol/primitives.ts';

/** What the console's pages say. */
export interface ConsoleWords {
  readonly title: string;
  readonly note: string;
  readonly pages: string;
  readonly skip: string;
  readonly offline: string;
  readonly failed: string;
  readonly mailbox: string;
  readonly mailboxLead: string;
  readonly mailboxEmpty: string;
  readonly mailboxElsewhere: string;
  readonly noLetter: string;
  readonly back: string;
  readonly from: string;
  readonly to: string;
  readonly sent: string;
  readonly links: string;
  readonly letter: string;
  readonly plainText: string;
  readonly noHtml: string;
  readonly mailUp: string;
  readonly mailDown: string;
  readonly mailBreak: string;
  readonly mailMend: string;
  readonly phone: string;
  readonly phoneLead: string;
  readonly phoneEmpty: string;
  readonly phoneOf: (number: string) => string;
  readonly clock: string;
  readonly clockLead: string;
  readonly now: string;
  readonly today: string;
  readonly hour: string;
  readonly day: string;
  readonly week: string;
}

/** The words in each language. */
export const consoleWords: Readonly<Record<Language, ConsoleWords>> = {
  ru: {
    title: 'Пульт оператора',
    note: 'Только для этого компьютера',
    pages: 'Страницы',
    skip: 'К содержанию',
    offline: 'Служба не отвечает. Страница обновится, когда она вернётся.',
    failed: 'Не получилось:',
    mailbox: 'Почта',
    mailboxLead: 'Письма, которые отправил оператор, кому бы они ни предназначались.',
    mailboxEmpty: 'Писем пока нет. Они появятся здесь сами.',
    mailboxElsewhere: 'Письма уходят через другой почтовый сервер, здесь их не видно.',
    noLetter: 'Такого письма нет.',
    back: 'Все письма',
    from: 'От',
    to: 'Кому',
    sent: 'Получено',
    links: 'Ссылки в письме',
    letter: 'Письмо',
    plainText: 'Без оформления',
    noHtml: 'В письме только текст.',
    mailUp: 'Почтовый сервер работает.',
    mailDown: 'Почтовый сервер не отвечает. Письма ждут и уйдут, когда он вернётся.',
    mailBreak: 'Отключить',
    mailMend: 'Включить',
    phone: 'Телефон',
    phoneLead: 'Сообщения, которые отправил оператор, на экранах телефонов.',
    phoneEmpty: 'Сообщений пока нет. Они появятся здесь сами.',
    phoneOf: (number) => `Телефон ${number}`,
    clock: 'Часы',
    clockLead: 'Часы службы идут только вперёд. Пройденные дни сразу считаются: списания, блокировки, сроки.',
    now: 'Сейчас',
    today: 'День оператора',
    hour: 'На час вперёд',
    day: 'На день вперёд',
    week: 'На 7 дней вперёд',
  },
  en: {
    title: 'Operator console',
    note: 'For this computer alone',
    pages: 'Pages',
    skip: 'To the content',
    offline: 'The service does not answer. The page goes on when it is back.',
    failed: 'It did not work:',
    mailbox: 'Mailbox',
    mailboxLead: 'Letters that the operator sent, whoever they are for.',
    mailboxEmpty: 'No letters yet. They appear here by themselves.',
    mailboxElsewhere: 'Letters leave through another mail server and cannot be seen here.',
    noLetter: 'There is no such letter.',
    back: 'All letters',
    from: 'From',
    to: 'To',
    sent: 'Received',
    links: 'Links in the letter',
    letter: 'Letter',
    plainText: 'Plain text',
    noHtml: 'The letter is plain text alone.',
    mailUp: 'The mail server works.',
    mailDown: 'The mail server does not answer. Letters wait and leave when it is back.',
    mailBreak: 'Turn it off',
    mailMend: 'Turn it on',
    phone: 'Phone',
    phoneLead: 'Messages that the operator sent, on the screens of the phones.',
    phoneEmpty: 'No messages yet. They appear here by themselves.',
    phoneOf: (number) => `Phone ${number}`,
    clock: 'Clock',
    clockLead: 'The service’s clock only goes forward. Days passed are worked through at once: charges, blocks, terms.',
    now: 'Now',
    today: 'The operator’s day',
    hour: 'An hour on',
    day: 'A day on',
    week: '7 days on',
  },
  sv: {
    title: 'Operatörens konsol',
    note: 'Bara för den här datorn',
    pages: 'Sidor',
    skip: 'Till innehållet',
    offline: 'Tjänsten svarar inte. Sidan fortsätter när den är tillbaka.',
    failed: 'Det gick inte:',
    mailbox: 'Brevlåda',
    mailboxLead: 'Brev som operatören har skickat, vem de än är till.',
    mailboxEmpty: 'Inga brev ännu. De dyker upp här av sig själva.',
    mailboxElsewhere: 'Breven går genom en annan e-postserver och syns inte här.',
    noLetter: 'Det finns inget sådant brev.',
    back: 'Alla brev',
    from: 'Från',
    to: 'Till',
    sent: 'Mottaget',
    links: 'Länkar i brevet',
    letter: 'Brev',
    plainText: 'Bara text',
    noHtml: 'Brevet är bara text.',
    mailUp: 'E-postservern fungerar.',
    mailDown: 'E-postservern svarar inte. Breven väntar och går när den är tillbaka.',
    mailBreak: 'Stäng av',
    mailMend: 'Sätt på',
    phone: 'Telefon',
    phoneLead: 'Meddelanden som operatören har skickat, på telefonernas skärmar.',
    phoneEmpty: 'Inga meddelanden ännu. De dyker upp här av sig själva.',
    phoneOf: (number) => `Telefon ${number}`,
    clock: 'Klocka',
    clockLead: 'Tjänstens klocka går bara framåt. Dagar som passeras räknas genast: avgifter, spärrar, frister.',
    now: 'Nu',
    today: 'Operatörens dag',
    hour: 'En timme fram',
    day: 'En dag fram',
    week: '7 dagar fram',
  },
};
