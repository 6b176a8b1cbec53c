import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Localized } from '#protocol/primitives.ts';

/** A demo user of a network, listed in its demo box. The passwords protect nothing. */
export interface DemoPerson {
  readonly login: string;
  readonly password: string;
  /** Stable subject id at the network. */
  readonly subject: string;
  readonly name: string;
  /** Null: unknown to the network or not shared. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** What signing in as this user demonstrates. */
  readonly about: Localized;
}

/** Demo users by network; some e-mail addresses belong to demo subscribers. */
export const demoPeople: Readonly<Record<IdentityProvider, readonly DemoPerson[]>> = {
  vk: [
    {
      login: 'marina.sokolova',
      password: 'white-nights-vk',
      subject: '5710482',
      name: 'Марина Соколова',
      email: 'marina.sokolova@example.ru',
      emailVerified: true,
      about: {
        ru: 'у оператора уже есть кабинет с этой почтой',
        en: 'the operator has an account with this e-mail already',
        sv: 'operatören har redan ett konto med denna e-post',
      },
    },
    {
      login: 'artem.belov',
      password: 'river-stones-vk',
      subject: '80213377',
      name: 'Артём Белов',
      email: 'artem.belov@example.ru',
      emailVerified: true,
      about: { ru: 'новый у оператора', en: 'new to the operator', sv: 'ny hos operatören' },
    },
  ],
  ok: [
    {
      login: 'galina.orlova',
      password: 'apple-garden-ok',
      subject: '571804421907',
      name: 'Галина Орлова',
      email: null,
      emailVerified: false,
      about: {
        ru: 'новая у оператора, без почты',
        en: 'new to the operator, without an e-mail address',
        sv: 'ny hos operatören, utan e-postadress',
      },
    },
  ],
  facebook: [
    {
      login: 'elsa.lind',
      password: 'midsummer-fb',
      subject: '10214488210037',
      name: 'Elsa Lind',
      email: 'elsa.lind@example.se',
      emailVerified: true,
      about: { ru: 'новая у оператора', en: 'new to the operator', sv: 'ny hos operatören' },
    },
    {
      login: 'ilya.gromov',
      password: 'snow-leopard-fb',
      subject: '10218830554120',
      name: 'Илья Громов',
      email: 'ilya.gromov@example.ru',
      emailVerified: false,
      about: {
        ru: 'почта не подтверждена в сети, хотя у оператора она есть',
        en: 'the address is known to the operator, but not confirmed at the network',
        sv: 'adressen finns hos operatören men är inte bekräftad i nätverket',
      },
    },
  ],
};
