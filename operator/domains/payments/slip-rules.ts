/** Not named rules.ts: the rules of slips alone. Pure. */
import type { Requisites } from '#protocol/api/profile.ts';

/** What a payment slip's bank code says (GOST R 56042-2014). */
export interface SlipFields {
  readonly requisites: Requisites;
  readonly contractNumber: string;
  readonly holder: { readonly surname: string; readonly firstName: string; readonly patronymic: string | null };
  readonly address: string;
  /** Whole, above 0; null: the payer names it. */
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
 * A value as it may stand in the code: the separator would end it, and a line's end is nothing that a bank's form
 * takes. The standard has no way to escape; it lets another separator be chosen, which readers are worse at.
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
 * The text of the bank code of a slip: format 0001, UTF-8 (`2`), separator `|`. The five obligatory fields stand first
 * and in their order; the sum is in kopecks; `PersAcc` is the contract.
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

/** What the slip is for, in the language of the banks that read it. */
export function slipPurpose(contractNumber: string): string {
  return `Оплата услуг спутникового телевидения, договор ${contractNumber}. НДС включён.`;
}
