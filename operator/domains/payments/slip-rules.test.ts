import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slipCode, slipPurpose, type SlipFields } from './slip-rules.ts';

const fields: SlipFields = {
  requisites: {
    name: 'АО «НТВ-ПЛЮС»',
    address: 'Москва',
    inn: '7701000012',
    kpp: '770101001',
    account: '40702810900000000017',
    bank: 'АО «Северный Берег Банк», Москва',
    bik: '044525017',
    correspondentAccount: '30101810400000000017',
  },
  contractNumber: '2256884759',
  holder: { surname: 'Павлова', firstName: 'Ирина', patronymic: 'Сергеевна' },
  address: 'Тверь, Садовая 14, 27',
  amountKopecks: 42_550,
  purpose: slipPurpose('2256884759'),
};

/** The fields of a code, as a bank's reader parts them. */
function read(code: string): Map<string, string> {
  const [head, ...parts] = code.split('|');
  expect(head).toBe('ST00012');
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
}

describe('the bank code of a slip', () => {
  it('starts with the format and the five mandatory fields in their order', () => {
    expect(slipCode(fields)).toBe(
      'ST00012|Name=АО «НТВ-ПЛЮС»|PersonalAcc=40702810900000000017|BankName=АО «Северный Берег Банк», Москва|BIC=044525017|CorrespAcc=30101810400000000017|PayeeINN=7701000012|KPP=770101001|Sum=42550|Purpose=Оплата услуг спутникового телевидения, договор 2256884759. НДС включён.|PersAcc=2256884759|LastName=Павлова|FirstName=Ирина|MiddleName=Сергеевна|PayerAddress=Тверь, Садовая 14, 27',
    );
  });

  it('leaves out a missing patronymic and an open amount', () => {
    const code = read(slipCode({ ...fields, amountKopecks: null, holder: { ...fields.holder, patronymic: null } }));
    expect([...code.keys()]).not.toContain('Sum');
    expect([...code.keys()]).not.toContain('MiddleName');
    expect(code.get('PersAcc')).toBe('2256884759');
  });

  it('names and addresses add no field or line break and keep to the length limits', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 }).map((part) => `А${part}|Sum=1\r\n`);
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 1, max: 1e9 }), (name, surname, address, amountKopecks) => {
        const code = slipCode({
          ...fields,
          requisites: { ...fields.requisites, name },
          holder: { surname, firstName: 'И', patronymic: null },
          address,
          amountKopecks,
        });
        const found = read(code);
        expect(code.split('|')).toHaveLength(14);
        expect(found.get('Sum')).toBe(String(amountKopecks));
        expect(code).not.toMatch(/\p{Cc}/u);
        expect(Array.from(found.get('Name') ?? '').length).toBeLessThanOrEqual(160);
        expect(Array.from(found.get('LastName') ?? '').length).toBeLessThanOrEqual(80);
        expect(Array.from(found.get('PayerAddress') ?? '').length).toBeLessThanOrEqual(160);
      }),
    );
  });
});
