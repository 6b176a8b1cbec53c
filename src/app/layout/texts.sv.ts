import type { CabinetWords } from './texts.en.ts';

/** Swedish words of the layout behind the sign-in. */
export const sv: CabinetWords = {
  skip: 'Hoppa till innehållet',
  navigation: 'Huvudmeny',
  overview: 'Översikt',
  topUp: 'Fyll på',
  paymentOpen: 'En betalning pågår',
  statement: 'Kontoutdrag',
  contract: 'Avtal',
  settings: 'Inställningar',
  signOut: 'Logga ut',
  signingOut: 'Loggar ut',
  noLabel: 'Avtal',
  chooseContract: 'Välj ett annat avtal',
  contracts: 'Dina avtal',
  noContracts: 'Inget avtal än',
};
