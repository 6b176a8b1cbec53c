import type { DemoSubscriber } from '#protocol/api/demo.ts';

/** Demo subscribers offered on the sign-in page. Their passwords protect nothing. */
export const demoSubscribers: readonly DemoSubscriber[] = [
  {
    key: 'healthy',
    name: 'Марина Соколова',
    email: 'marina.sokolova@example.ru',
    password: 'lighthouse-on-the-hill',
    situation: {
      ru: 'Всё работает, денег хватает на месяц',
      en: 'All is well, paid for about a month',
      sv: 'Allt fungerar, betalt för ungefär en månad',
    },
  },
  {
    key: 'running-out',
    name: 'Илья Громов',
    email: 'ilya.gromov@example.ru',
    password: 'tea-with-raspberry-jam',
    situation: {
      ru: 'Деньги кончаются: остался один день',
      en: 'Money is running out: one day left',
      sv: 'Pengarna tar slut: en dag kvar',
    },
  },
  {
    key: 'blocked',
    name: 'Вера Лапина',
    email: 'vera.lapina@example.ru',
    password: 'two-houses-one-garden',
    situation: {
      ru: 'Приём отключён за долг, и есть второй договор',
      en: 'Reception is off for debt, and there is a second contract',
      sv: 'Mottagningen är avstängd för skuld, och det finns ett andra avtal',
    },
  },
];
