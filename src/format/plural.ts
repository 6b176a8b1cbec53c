import type { Language } from '#protocol/primitives.ts';
import { pluralRules } from './intl.ts';

/** The forms of a word by CLDR category; Russian needs one, few and many, the others one and other. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The form of a word that goes with a number: 1 рубль, 2 рубля, 5 рублей, 21 рубль. */
export function pluralForm(language: Language, count: number, forms: PluralForms): string {
  return forms[pluralRules(language).select(count)] ?? forms.other;
}

/**
 * Which of a message's forms, in the order they are written, goes with a number. Forms are written
 * "one | few | many" in Russian and "one | other" elsewhere; what a message lacks falls to its last form.
 */
export function pluralIndex(language: Language, count: number, forms: number): number {
  const order = language === 'ru' ? ['one', 'few', 'many'] : ['one', 'other'];
  const index = order.indexOf(pluralRules(language).select(Math.abs(count)));
  return index < 0 ? forms - 1 : Math.min(index, forms - 1);
}
