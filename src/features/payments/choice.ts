import type { OfferedMethod, PaymentMethod, TopUpOffer } from '#protocol/api/payments.ts';
import type { BillingRules } from '#protocol/api/profile.ts';
import type { Language } from '#protocol/primitives.ts';
import { readAmount, type AmountLimits, type AmountMistake } from '../../format/amount.ts';

/** Choice of the amount: an offer, a custom amount, or none yet. */
export type AmountChoice =
  { readonly kind: 'none' } | { readonly kind: 'offer'; readonly amountKopecks: number } | { readonly kind: 'own' };

/** The amount to pay, or the mistake in it; both null: nothing was chosen. */
export interface ChosenAmount {
  readonly kopecks: number | null;
  readonly mistake: AmountMistake | null;
}

/** Limits of the amount: those of the chosen method, otherwise the widest of all methods. */
export function limitsOf(
  method: Pick<OfferedMethod, 'minKopecks' | 'maxKopecks'> | null,
  billing: Pick<BillingRules, 'paymentMinKopecks' | 'paymentMaxKopecks'>,
): Required<AmountLimits> {
  return method === null
    ? { minKopecks: billing.paymentMinKopecks, maxKopecks: billing.paymentMaxKopecks }
    : { minKopecks: method.minKopecks, maxKopecks: method.maxKopecks };
}

/** The amount from the choice and the entered text. */
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

/** Initial choice: the amount that the page was opened with, otherwise the first offer. */
export function firstChoice(wanted: number | null, offers: readonly TopUpOffer[]): AmountChoice {
  if (wanted !== null) {
    return offers.some(({ amountKopecks }) => amountKopecks === wanted)
      ? { kind: 'offer', amountKopecks: wanted }
      : { kind: 'own' };
  }
  const [first] = offers;
  return first === undefined ? { kind: 'own' } : { kind: 'offer', amountKopecks: first.amountKopecks };
}

/** The selected method: the wanted one if it is available, otherwise the first available one. */
export function standingMethod(wanted: PaymentMethod | null, methods: readonly OfferedMethod[]): OfferedMethod | null {
  const open = methods.filter(({ reason }) => reason === null);
  return open.find(({ id }) => id === wanted) ?? open[0] ?? null;
}
