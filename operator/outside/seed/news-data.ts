import type { NewsTable } from '../../domains/news/index.ts';
import { addDays } from '../../platform/clock/days.ts';

interface Piece {
  readonly id: string;
  readonly kind: NewsTable['kind'];
  readonly title: readonly [ru: string, en: string, sv: string];
  readonly summary: readonly [ru: string, en: string, sv: string];
  readonly hoursAgo: number;
  /** Last relevant day, in days from today. */
  readonly untilInDays: number | null;
}

const pieces: readonly Piece[] = [
  {
    id: 'bonus-cinema-uhd',
    kind: 'bonus',
    title: ['14 дней «Кинозала» в UHD', '14 days of Cinema Hall in UHD', '14 dagar Biosalongen i UHD'],
    summary: [
      'Бонус тем, кто с нами больше года. Возьмите его до указанного дня.',
      'A bonus for those who have been with us for over a year. Take it by the day shown.',
      'En bonus till dig som varit med i över ett år. Ta den senast den dag som visas.',
    ],
    hoursAgo: 5,
    untilInDays: 9,
  },
  {
    id: 'works-transponder-11',
    kind: 'works',
    title: ['Работы на транспондере 11', 'Works on transponder 11', 'Arbeten på transponder 11'],
    summary: [
      'С 03:00 до 05:00 шесть каналов могут пропадать на несколько минут.',
      'From 03:00 to 05:00 six channels may drop out for a few minutes.',
      'Mellan 03:00 och 05:00 kan sex kanaler försvinna några minuter.',
    ],
    hoursAgo: 20,
    untilInDays: 4,
  },
  {
    id: 'promotion-horizons',
    kind: 'promotion',
    title: ['«Горизонты» за полцены', 'Horizons at half the price', 'Horisonter till halva priset'],
    summary: [
      'Первый месяц пакета о науке и природе стоит вдвое меньше.',
      'The first month of the package about science and nature costs half.',
      'Första månaden av paketet om vetenskap och natur kostar hälften.',
    ],
    hoursAgo: 70,
    untilInDays: 24,
  },
  {
    id: 'news-new-channels',
    kind: 'news',
    title: ['Новые каналы в «Оптимуме»', 'New channels in Optimum', 'Nya kanaler i Optimum'],
    summary: [
      'Четыре канала в HD появились в базовом пакете без доплаты.',
      'Four channels in HD joined the base package at no extra cost.',
      'Fyra kanaler i HD har kommit till baspaketet utan extra kostnad.',
    ],
    hoursAgo: 170,
    untilInDays: null,
  },
  {
    id: 'news-receiver-update',
    kind: 'news',
    title: ['Обновление приёмников VA', 'Update of VA receivers', 'Uppdatering av VA-mottagare'],
    summary: [
      'Приёмник обновится ночью сам, если оставить его в сети.',
      'The receiver updates itself overnight when left plugged in.',
      'Mottagaren uppdateras av sig själv över natten om den får ström.',
    ],
    hoursAgo: 400,
    untilInDays: null,
  },
];

/** Creates the demo news. `now`: ms UTC; `today`: its day. */
export function makeNews(now: number, today: string): NewsTable[] {
  return pieces.map(({ id, kind, title, summary, hoursAgo, untilInDays }) => ({
    id,
    kind,
    title_ru: title[0],
    title_en: title[1],
    title_sv: title[2],
    summary_ru: summary[0],
    summary_en: summary[1],
    summary_sv: summary[2],
    published_at: now - hoursAgo * 3_600_000,
    until_day: untilInDays === null ? null : addDays(today, untilInDays),
  }));
}
