import type { DeepReadonly } from 'vue';
import type { Overview } from '#protocol/api/overview.ts';
import type { OfferedMethod, TopUpOffer, TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import type { OperatorProfile } from '#protocol/api/profile.ts';
import { daysBetween } from '#protocol/format/days.ts';

function lastDayOf(reception: TopUpTerms['reception']): string | null {
  return reception.state === 'on' ? reception.lastDay : null;
}

/** Top-up terms from the last known overview, for use while the service cannot be reached. */
export function termsOf(overview: Overview): TopUpTerms {
  const { now, today, balanceKopecks, reception, forecast, dailyKopecks, nextDailyPrice } = overview;
  const from = lastDayOf(reception) ?? today;
  const offers = [overview.topUpToMonthEnd, overview.roundTopUp].flatMap((suggestion): TopUpOffer[] => {
    if (suggestion === null) return [];
    const { amountKopecks, lastDay, points } = suggestion;
    return [{ kind: 'month-end', amountKopecks, lastDay, moreDays: Math.max(0, daysBetween(from, lastDay)), points }];
  });
  // Of two offers for the same day only the smaller one is kept.
  const named = offers.filter(({ lastDay }, at) => offers.findIndex((other) => other.lastDay === lastDay) === at);
  return { now, today, balanceKopecks, reception, forecast, dailyKopecks, nextDailyPrice, offers: named, sum: null };
}

/** Preview of an offered amount from its forecast, shown until the service's preview is loaded. */
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

/** Payment methods from the profile, for use while their availability cannot be requested. */
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
