import type { OfferedMethod, PaymentMethod, TopUpOffer } from '#protocol/api/payments.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { readAmount, type AmountLimits, type AmountMistake } from '../../format/amount.ts';

/** How much is to be paid: a named amount, one's own, or nothing chosen yet. */
export type AmountChoice =
  { readonly kind: 'none' } | { readonly kind: 'offer'; readonly amountKopecks: number } | { readonly kind: 'own' };

/** An amount to pay, or why there is none; `mistake` null as well: nothing was chosen. */
export interface ChosenAmount {
  readonly kopecks: number | null;
  readonly mistake: AmountMistake | null;
}

/** Between what an amount has to lie: what the way of paying takes, before one is chosen what any may take. */
export function limitsOf(
  method: Pick<OfferedMethod, 'minKopecks' | 'maxKopecks'> | null,
  billing: Pick<BillingRules, 'paymentMinKopecks' | 'paymentMaxKopecks'>,
): Required<AmountLimits> {
  return method === null
    ? { minKopecks: billing.paymentMinKopecks, maxKopecks: billing.paymentMaxKopecks }
    : { minKopecks: method.minKopecks, maxKopecks: method.maxKopecks };
}

/** What is to be paid, by what was chosen and typed. */
export function chosenAmount(
  choice: AmountChoice,
  typed: string,
  language: Language,
  limits: Required<AmountLimits>,
): ChosenAmount {
  if (choice.kind === 'none') return { kopecks: null, mistake: null };
  if (choice.kind === 'own') {
    const read = readAmount(typed, language, limits);
    return read.ok ? { kopecks: read.kopecks, mistake: null } : { kopecks: null, mistake: read.mistake };
  }
  const { amountKopecks } = choice;
  if (amountKopecks < limits.minKopecks) return { kopecks: null, mistake: 'too-small' };
  if (amountKopecks > limits.maxKopecks) return { kopecks: null, mistake: 'too-large' };
  return { kopecks: amountKopecks, mistake: null };
}

/** What the page begins with: the amount it was opened for, else the first that is named by what it buys. */
export function firstChoice(wanted: number | null, offers: readonly TopUpOffer[]): AmountChoice {
  if (wanted !== null) {
    return offers.some(({ amountKopecks }) => amountKopecks === wanted)
      ? { kind: 'offer', amountKopecks: wanted }
      : { kind: 'own' };
  }
  const [first] = offers;
  return first === undefined ? { kind: 'own' } : { kind: 'offer', amountKopecks: first.amountKopecks };
}

/** The way of paying that stands chosen: the wanted one while it can be chosen, else the first that can. */
export function standingMethod(wanted: PaymentMethod | null, methods: readonly OfferedMethod[]): OfferedMethod | null {
  const open = methods.filter(({ reason }) => reason === null);
  return open.find(({ id }) => id === wanted) ?? open[0] ?? null;
}
