import type { DeepReadonly } from 'vue';
import type { Overview } from '#protocol/api/overview.ts';
import type { OfferedMethod, TopUpOffer, TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { daysBetween } from '#protocol/format/days.ts';

function lastDayOf(reception: TopUpTerms['reception']): string | null {
  return reception.state === 'on' ? reception.lastDay : null;
}

/** The page's facts out of the overview, while the operator cannot be asked for its own: what was known last. */
export function termsOf(overview: Overview): TopUpTerms {
  const { now, today, balanceKopecks, reception, forecast, dailyKopecks, nextDailyPrice } = overview;
  const from = lastDayOf(reception) ?? today;
  const offers = [overview.topUpToMonthEnd, overview.roundTopUp].flatMap((suggestion): TopUpOffer[] => {
    if (suggestion === null) return [];
    const { amountKopecks, lastDay, points } = suggestion;
    return [{ kind: 'month-end', amountKopecks, lastDay, moreDays: Math.max(0, daysBetween(from, lastDay)), points }];
  });
  // Two names for the same day would say nothing: the smaller one stays.
  const named = offers.filter(({ lastDay }, at) => offers.findIndex((other) => other.lastDay === lastDay) === at);
  return { now, today, balanceKopecks, reception, forecast, dailyKopecks, nextDailyPrice, offers: named, sum: null };
}

/** What a named amount changes, as far as its line tells: shown at once, until the operator's own preview is there. */
export function previewOf(terms: TopUpTerms, amountKopecks: number): TopUpPreview | null {
  const offer = terms.offers.find((one) => one.amountKopecks === amountKopecks);
  if (offer === undefined) return null;
  const first = offer.points[0];
  const { balanceKopecks, reception } = terms;
  return {
    amountKopecks,
    before: { balanceKopecks, lastDay: lastDayOf(reception), reception },
    after: {
      balanceKopecks: first?.balanceKopecks ?? balanceKopecks + amountKopecks,
      lastDay: offer.lastDay,
      receptionOn: first?.reception === 'on',
    },
    points: offer.points,
    repaysPromiseKopecks: 0,
    chargedTodayKopecks: 0,
  };
}

/** The ways of paying as the profile has them, while it cannot be asked how they stand. */
export function methodsOf(profile: DeepReadonly<OperatorProfile>): readonly OfferedMethod[] {
  return profile.payments.methods.map(
    ({ id, name, takes, hint, minKopecks, maxKopecks, dayMaxKopecks, monthMaxKopecks, feeKopecks }) => ({
      id,
      name,
      takes,
      hint,
      minKopecks,
      maxKopecks,
      dayMaxKopecks,
      monthMaxKopecks,
      feeKopecks,
      reason: null,
    }),
  );
}
