import { addDays, daysBetween, endOfMonth, startOfMonth } from '../../platform/clock/days.ts';
import type { SeedContract } from './write.ts';

/** Contract numbers of the demo. */
export const demoContracts = {
  healthy: '2256884759',
  runningOut: '2248013365',
  blocked: '2261940872',
  dacha: '2261940908',
} as const;

/**
 * End date of the football package: the end of the current month, or of the next when the current one is nearly over.
 */
export function footballEnds(today: string): string {
  const end = endOfMonth(today);
  return daysBetween(today, end) < 3 ? endOfMonth(addDays(end, 1)) : end;
}

const livingRoom = { place_ru: 'Гостиная', place_en: 'Living room', place_sv: 'Vardagsrum' };
const kitchen = { place_ru: 'Кухня', place_en: 'Kitchen', place_sv: 'Kök' };
const veranda = { place_ru: 'Веранда', place_en: 'Veranda', place_sv: 'Veranda' };

/** First day of the demo history: 24 months ago. */
export function historyStart(today: string): string {
  return startOfMonth(today, -24);
}

/**
 * Creates the four contracts of the three subscribers. `now`: ms UTC; `today` and `midnight` (ms UTC) belong to the
 * same day.
 */
export function makeDemoContracts(
  today: string,
  midnight: number,
): Readonly<Record<keyof typeof demoContracts, SeedContract>> {
  const start = historyStart(today);
  const trio = [
    { package_id: 'base-optimum', starts_on: start, ends_on: null },
    { package_id: 'cinema-hall', starts_on: startOfMonth(today, -14), ends_on: null },
    { package_id: 'football-1-3', starts_on: startOfMonth(today, -3), ends_on: footballEnds(today) },
  ];
  const status = { status: 'active', status_since: midnight - 700 * 86_400_000, resumes_on: null } as const;
  return {
    healthy: {
      record: {
        number: demoContracts.healthy,
        surname: 'Соколова',
        first_name: 'Марина',
        patronymic: 'Андреевна',
        address: 'Тверь, Липовая улица, 14, кв. 32',
        signed_on: addDays(start, -812),
        ...status,
        phone: '+79005550142',
        email: 'marina.sokolova@example.ru',
      },
      packages: trio,
      cards: [{ number: '047122903358', ...livingRoom, receiver: 'VA 4SD' }],
    },
    runningOut: {
      record: {
        number: demoContracts.runningOut,
        surname: 'Громов',
        first_name: 'Илья',
        patronymic: null,
        address: 'Кострома, Речной переулок, 3, кв. 8',
        signed_on: addDays(start, -95),
        ...status,
        phone: '+79005550178',
        email: 'ilya.gromov@example.ru',
      },
      packages: [
        { package_id: 'base-family', starts_on: start, ends_on: null },
        { package_id: 'playroom', starts_on: startOfMonth(today, -9), ends_on: null },
      ],
      cards: [
        { number: '047130118426', ...livingRoom, receiver: 'VA 2HD' },
        { number: '047130118434', ...kitchen, receiver: 'VA 1M' },
      ],
    },
    blocked: {
      record: {
        number: demoContracts.blocked,
        surname: 'Лапина',
        first_name: 'Вера',
        patronymic: 'Олеговна',
        address: 'Ярославль, Садовый проезд, 27, кв. 5',
        signed_on: addDays(start, -1460),
        status: 'blocked',
        status_since: midnight,
        resumes_on: null,
        phone: '+79005550119',
        email: 'vera.lapina@example.ru',
      },
      packages: trio,
      cards: [{ number: '047098452071', ...livingRoom, receiver: 'VA 4SD' }],
    },
    dacha: {
      record: {
        number: demoContracts.dacha,
        surname: 'Лапина',
        first_name: 'Вера',
        patronymic: 'Олеговна',
        address: 'Ярославская область, посёлок Заречье, 41',
        signed_on: addDays(start, -640),
        ...status,
        phone: '+79005550119',
        email: 'vera.lapina@example.ru',
      },
      packages: [{ package_id: 'base-start', starts_on: start, ends_on: null }],
      cards: [{ number: '047098452198', ...veranda, receiver: 'VA 1M' }],
    },
  };
}
