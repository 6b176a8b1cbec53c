import type { CompletionRequest } from '#protocol/api/registrations.ts';

/** The fields of the form, in the order in which they stand. */
export const completionFields = ['contractNumber', 'surname', 'firstName', 'patronymic', 'cardNumber'] as const;
export type CompletionField = (typeof completionFields)[number];

/** What is wrong with a field, by the key of its words; `n`: digits so far. */
export interface CompletionProblem {
  readonly key: 'contractMissing' | 'contractOdd' | 'surnameMissing' | 'firstNameMissing' | 'cardMissing' | 'cardOdd';
  readonly n: number;
}

const contractDigits = 10;
const cardDigits = 12;

/**
 * Checks the form before it is sent: only what can never be right. Whether the details belong together the service
 * alone knows, and it never says which of them does not.
 */
export function checkCompletion(form: CompletionRequest): Partial<Record<CompletionField, CompletionProblem>> {
  const problems: Partial<Record<CompletionField, CompletionProblem>> = {};
  const numbers = [
    ['contractNumber', contractDigits, 'contractMissing', 'contractOdd'],
    ['cardNumber', cardDigits, 'cardMissing', 'cardOdd'],
  ] as const;
  for (const [field, length, missing, odd] of numbers) {
    const n = form[field].length;
    if (n !== length) problems[field] = { key: n === 0 ? missing : odd, n };
  }
  if (form.surname.trim() === '') problems.surname = { key: 'surnameMissing', n: 0 };
  if (form.firstName.trim() === '') problems.firstName = { key: 'firstNameMissing', n: 0 };
  return problems;
}
