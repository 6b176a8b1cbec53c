import type { Localized } from '#protocol/primitives.ts';
import type { ChannelTable, PackageChannelTable, PackageTable } from '../../domains/catalogue/index.ts';

interface BasePlan {
  readonly id: string;
  readonly name: Localized;
  readonly monthlyKopecks: number;
  /** Number of channels, taken from the start of the list. */
  readonly channels: number;
}

interface AddOnPlan {
  readonly id: string;
  readonly name: Localized;
  readonly monthlyKopecks: number;
  readonly genre: string;
  /** Own channels, by quality. */
  readonly sd: number;
  readonly hd: number;
  readonly uhd: number;
}

/** Base packages; each includes the channels of the smaller ones. */
const bases: readonly BasePlan[] = [
  {
    id: 'base-start',
    name: { ru: 'Базовый Старт', en: 'Base Start', sv: 'Bas Start' },
    monthlyKopecks: 19_900,
    channels: 62,
  },
  {
    id: 'base-family',
    name: { ru: 'Базовый Семейный', en: 'Base Family', sv: 'Bas Familj' },
    monthlyKopecks: 29_900,
    channels: 96,
  },
  {
    id: 'base-optimum',
    name: { ru: 'Базовый Оптимум', en: 'Base Optimum', sv: 'Bas Optimum' },
    monthlyKopecks: 39_900,
    channels: 148,
  },
  {
    id: 'base-maximum',
    name: { ru: 'Базовый Максимум', en: 'Base Maximum', sv: 'Bas Maximum' },
    monthlyKopecks: 69_900,
    channels: 171,
  },
];

const addOns: readonly AddOnPlan[] = [
  {
    id: 'cinema-hall',
    name: { ru: 'Кинозал', en: 'Cinema Hall', sv: 'Biosalongen' },
    monthlyKopecks: 29_900,
    genre: 'cinema',
    sd: 4,
    hd: 9,
    uhd: 3,
  },
  {
    id: 'football-1-3',
    name: { ru: 'Футбол 1–3', en: 'Football 1–3', sv: 'Fotboll 1–3' },
    monthlyKopecks: 30_000,
    genre: 'sport',
    sd: 0,
    hd: 3,
    uhd: 0,
  },
  {
    id: 'playroom',
    name: { ru: 'Детская', en: 'Playroom', sv: 'Lekrummet' },
    monthlyKopecks: 14_900,
    genre: 'children',
    sd: 6,
    hd: 4,
    uhd: 0,
  },
  {
    id: 'horizons',
    name: { ru: 'Горизонты', en: 'Horizons', sv: 'Horisonter' },
    monthlyKopecks: 18_900,
    genre: 'science',
    sd: 5,
    hd: 6,
    uhd: 1,
  },
  {
    id: 'stage',
    name: { ru: 'Сцена', en: 'Stage', sv: 'Scenen' },
    monthlyKopecks: 12_900,
    genre: 'music',
    sd: 4,
    hd: 4,
    uhd: 0,
  },
  {
    id: 'world-desk',
    name: { ru: 'Вести мира', en: 'World Desk', sv: 'Världsnytt' },
    monthlyKopecks: 9_900,
    genre: 'news',
    sd: 6,
    hd: 3,
    uhd: 0,
  },
  {
    id: 'clear-view',
    name: { ru: 'Ясный вид', en: 'Clear View', sv: 'Klar bild' },
    monthlyKopecks: 24_900,
    genre: 'travel',
    sd: 0,
    hd: 0,
    uhd: 6,
  },
  {
    id: 'after-midnight',
    name: { ru: 'После полуночи', en: 'After Midnight', sv: 'Efter midnatt' },
    monthlyKopecks: 17_900,
    genre: 'late',
    sd: 3,
    hd: 2,
    uhd: 0,
  },
];

/** The packages of the demo operator: 4 base packages and 8 add-ons. */
export const demoPackages: readonly PackageTable[] = [
  ...bases.map((plan) => ({ ...plan, kind: 'base' as const })),
  ...addOns.map((plan) => ({ ...plan, kind: 'add-on' as const })),
].map(({ id, kind, name, monthlyKopecks }) => ({
  id,
  kind,
  name_ru: name.ru,
  name_en: name.en,
  name_sv: name.sv,
  monthly_kopecks: monthlyKopecks,
}));

const firstWords = [
  'Северный',
  'Речной',
  'Лесной',
  'Ясный',
  'Звонкий',
  'Тихий',
  'Горный',
  'Светлый',
  'Дальний',
  'Медный',
  'Летний',
  'Вольный',
  'Степной',
  'Лунный',
  'Яркий',
  'Утренний',
] as const;
const secondWords = [
  'причал',
  'экран',
  'сад',
  'маяк',
  'вечер',
  'берег',
  'ветер',
  'путь',
  'двор',
  'сезон',
  'хор',
  'круг',
  'кадр',
  'город',
  'парус',
] as const;
const genres = ['general', 'news', 'cinema', 'series', 'sport', 'children', 'music', 'science', 'travel'] as const;

/** An invented channel name, unique per index. */
function channelName(index: number): string {
  const first = firstWords[index % firstWords.length] ?? '';
  const second = secondWords[(index + Math.floor(index / firstWords.length)) % secondWords.length] ?? '';
  const round = Math.floor(index / (firstWords.length * secondWords.length));
  return round === 0 ? `${first} ${second}` : `${first} ${second} ${round + 1}`;
}

/** Exactly 42 of the first 148 channels are in HD, spread evenly; every second one of the rest. */
function baseQuality(index: number): ChannelTable['quality'] {
  if (index < 148) return (index * 42) % 148 < 42 ? 'hd' : 'sd';
  if (index % 6 === 0) return 'uhd';
  return index % 2 === 0 ? 'sd' : 'hd';
}

/**
 * Creates channels and their packages.
 *
 * @param count number of channels; the demo has 240. Additional ones belong to the largest base package.
 */
export function makeChannels(count: number): { channels: ChannelTable[]; members: PackageChannelTable[] } {
  const channels: ChannelTable[] = [];
  const members: PackageChannelTable[] = [];
  const add = (genre: string, quality: ChannelTable['quality'], packages: readonly string[]): void => {
    const id = channels.length + 1;
    channels.push({ id, position: id, name: channelName(id - 1), genre, quality });
    for (const packageId of packages) members.push({ package_id: packageId, channel_id: id });
  };
  const genreOf = (index: number): string => genres[index % genres.length] ?? 'general';
  const largest = Math.max(...bases.map((base) => base.channels));
  for (let index = 0; index < largest; index += 1) {
    const inside = bases.filter((base) => index < base.channels).map((base) => base.id);
    add(genreOf(index), baseQuality(index), inside);
  }
  for (const plan of addOns) {
    for (const quality of ['sd', 'hd', 'uhd'] as const) {
      for (let index = 0; index < plan[quality]; index += 1) add(plan.genre, quality, [plan.id]);
    }
  }
  for (let index = channels.length; index < count; index += 1) {
    add(genreOf(index), index % 3 === 0 ? 'hd' : 'sd', ['base-maximum']);
  }
  return { channels, members };
}
