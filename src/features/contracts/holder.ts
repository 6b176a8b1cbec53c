import type { ContractInfo } from '#protocol/api/overview.ts';
import type { Language } from '#protocol/primitives.ts';

/** The holder as their language orders it: surname first in Russian, last elsewhere. */
export function holderName(holder: ContractInfo['holder'], language: Language): string {
  const { surname, firstName, patronymic } = holder;
  const given = patronymic === null ? firstName : `${firstName} ${patronymic}`;
  return language === 'ru' ? `${surname} ${given}` : `${given} ${surname}`;
}
