import type { CabinetWords } from './texts.en.ts';

/** Russian words of the layout behind the sign-in. */
export const ru: CabinetWords = {
  skip: 'Перейти к содержанию',
  navigation: 'Главное меню',
  overview: 'Обзор',
  topUp: 'Пополнение',
  paymentOpen: 'Идёт платёж',
  statement: 'Выписка',
  contract: 'Договор',
  settings: 'Настройки',
  signOut: 'Выйти',
  signingOut: 'Выходим',
  noLabel: 'Договор',
  chooseContract: 'Выбрать другой договор',
  contracts: 'Ваши договоры',
  noContracts: 'Договора пока нет',
};
