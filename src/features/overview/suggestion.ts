import type { Overview, SuggestedTopUp } from '#protocol/api/overview.ts';
import type { BillingRules } from '#protocol/api/profile.ts';

/** The amount the screen speaks of: while blocked the round sum, else what reaches the month's end. */
export function suggestionOf(overview: Overview): SuggestedTopUp | null {
  return overview.roundTopUp ?? overview.topUpToMonthEnd;
}

/** The same when it can be paid in one payment; an amount that the payment page refuses is not offered. */
export function payableSuggestion(
  overview: Overview,
  billing: Pick<BillingRules, 'paymentMinKopecks' | 'paymentMaxKopecks'>,
): SuggestedTopUp | null {
  const suggestion = suggestionOf(overview);
  if (suggestion === null) return null;
  const { amountKopecks } = suggestion;
  return amountKopecks >= billing.paymentMinKopecks && amountKopecks <= billing.paymentMaxKopecks ? suggestion : null;
}
