import type { Language } from '../primitives.ts';
import { pluralRules } from './intl.ts';

/** The forms of a word by CLDR category; Russian needs one, few and many, the others one and other. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The form of a word that goes with a number: 1 рубль, 2 рубля, 5 рублей, 21 рубль. */
export function pluralForm(language: Language, count: number, forms: PluralForms): string {
  return forms[pluralRules(language).select(count)] ?? forms.other;
}
