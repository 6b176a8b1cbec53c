import { addDays, startOfMonth } from '../../platform/clock/days.ts';
import type { SeedContract } from './write.ts';

interface Spare {
  readonly number: string;
  readonly surname: string;
  readonly firstName: string;
  readonly patronymic: string | null;
  readonly address: string;
  readonly card: string;
  readonly phone: string;
  /** Balance at the end of today, kopecks. */
  readonly endKopecks: number;
}

/** Invented holders of contracts without an account, for registrations in the demo. */
export const spareContracts: readonly Spare[] = [
  {
    number: '2270416053',
    surname: 'Ковалёв',
    firstName: 'Артём',
    patronymic: 'Сергеевич',
    address: 'Вологда, Северная улица, 9, кв. 17',
    card: '047141207735',
    phone: '+79005550161',
    endKopecks: 48_250,
  },
  {
    number: '2270416137',
    surname: 'Римская-Белова',
    firstName: 'Надежда',
    patronymic: 'Павловна',
    address: 'Псков, Озёрный переулок, 2, кв. 40',
    card: '047141207818',
    phone: '+79005550162',
    endKopecks: 91_500,
  },
  {
    number: '2270416290',
    surname: 'Зимин',
    firstName: 'Оскар',
    patronymic: null,
    address: 'Новгород, Ильинская улица, 31',
    card: '047141207974',
    phone: '+79005550163',
    endKopecks: 12_680,
  },
];

/** First day of their history: three months ago. */
export function spareStart(today: string): string {
  return startOfMonth(today, -3);
}

/** Creates the operator's record of the contract. `midnight`: start of `today`, ms UTC. */
export function makeSpareContract(spare: Spare, today: string, midnight: number): SeedContract {
  const start = spareStart(today);
  return {
    record: {
      number: spare.number,
      surname: spare.surname,
      first_name: spare.firstName,
      patronymic: spare.patronymic,
      address: spare.address,
      signed_on: addDays(start, -20),
      status: 'active',
      status_since: midnight - 90 * 86_400_000,
      resumes_on: null,
      phone: spare.phone,
      email: null,
    },
    packages: [{ package_id: 'base-optimum', starts_on: start, ends_on: null }],
    cards: [
      {
        number: spare.card,
        place_ru: 'Гостиная',
        place_en: 'Living room',
        place_sv: 'Vardagsrum',
        receiver: 'VA 4SD',
      },
    ],
  };
}
