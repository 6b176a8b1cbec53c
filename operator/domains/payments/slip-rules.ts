import type { Requisites } from '#protocol/api/profile.ts';

/** Fields of a payment slip's bank code (GOST R 56042-2014). */
export interface SlipFields {
  readonly requisites: Requisites;
  readonly contractNumber: string;
  readonly holder: { readonly surname: string; readonly firstName: string; readonly patronymic: string | null };
  readonly address: string;
  /** Integer above 0; null: left open. */
  readonly amountKopecks: number | null;
  readonly purpose: string;
}

/** Longest values, characters (GOST R 56042-2014, tables 1 to 3). */
const longest = {
  Name: 160,
  BankName: 45,
  Purpose: 210,
  LastName: 80,
  FirstName: 80,
  MiddleName: 80,
  PayerAddress: 160,
};

/**
 * Removes separators and control characters from a value. The standard has no escaping, and readers support other separators
 * badly.
 */
function value(text: string, most = Number.POSITIVE_INFINITY): string {
  return Array.from(
    text
      .replace(/[|\p{Cc}]+/gu, ' ')
      .replace(/ {2,}/g, ' ')
      .trim(),
  )
    .slice(0, most)
    .join('');
}

/**
 * Content of the bank code: format 0001, UTF-8 (`2`), separator `|`. The five mandatory fields come first, in their order; the sum
 * is in kopecks; `PersAcc` is the contract.
 */
export function slipCode(fields: SlipFields): string {
  const { requisites, holder } = fields;
  const parts: readonly (readonly [string, string])[] = [
    ['Name', value(requisites.name, longest.Name)],
    ['PersonalAcc', value(requisites.account)],
    ['BankName', value(requisites.bank, longest.BankName)],
    ['BIC', value(requisites.bik)],
    ['CorrespAcc', value(requisites.correspondentAccount)],
    ['PayeeINN', value(requisites.inn)],
    ['KPP', value(requisites.kpp)],
    ['Sum', fields.amountKopecks === null ? '' : String(fields.amountKopecks)],
    ['Purpose', value(fields.purpose, longest.Purpose)],
    ['PersAcc', fields.contractNumber],
    ['LastName', value(holder.surname, longest.LastName)],
    ['FirstName', value(holder.firstName, longest.FirstName)],
    ['MiddleName', value(holder.patronymic ?? '', longest.MiddleName)],
    ['PayerAddress', value(fields.address, longest.PayerAddress)],
  ];
  return ['ST00012', ...parts.filter(([, text]) => text !== '').map(([name, text]) => `${name}=${text}`)].join('|');
}

/** Purpose of the payment, in Russian because banks read it. */
export function slipPurpose(contractNumber: string): string {
  return `Оплата услуг спутникового телевидения, договор ${contractNumber}. НДС включён.`;
}
