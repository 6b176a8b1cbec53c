import type { AutopayPlan } from '#protocol/api/autopay.ts';
import type { Language } from '#protocol/primitives.ts';
import { readAmount, type AmountLimits } from '../../format/amount.ts';
import { moneyToPaste } from '#protocol/format/money.ts';

/** A plan as it is typed. */
export interface PlanDraft {
  readonly when: 'threshold' | 'day';
  readonly below: string;
  readonly dayOfMonth: string;
  readonly amount: string;
  readonly ceiling: string;
  readonly linkedCardId: string;
}

/** What is wrong with a field; `range`: outside the limits. */
export type PlanMistake = 'amount-odd' | 'range' | 'ceiling-low' | 'day-odd';
export type PlanMistakes = Partial<Record<'below' | 'dayOfMonth' | 'amount' | 'ceiling', PlanMistake>>;

/** What the form begins with: the plan that runs, else what is recommended. */
export function draftOf(
  plan: AutopayPlan | null,
  recommended: { readonly amountKopecks: number; readonly belowKopecks: number; readonly linkedCardId: string },
): PlanDraft {
  const when = plan?.when;
  const amountKopecks = plan?.amountKopecks ?? recommended.amountKopecks;
  return {
    when: when?.kind ?? 'threshold',
    below: moneyToPaste(when?.kind === 'threshold' ? when.belowKopecks : recommended.belowKopecks),
    dayOfMonth: String(when?.kind === 'day' ? when.dayOfMonth : 1),
    amount: moneyToPaste(amountKopecks),
    // One payment a month is what people expect of "at most" until they say otherwise.
    ceiling: moneyToPaste(plan?.monthlyCeilingKopecks ?? amountKopecks),
    linkedCardId: plan?.linkedCardId ?? recommended.linkedCardId,
  };
}

/**
 * A draft when what it began with has changed under it (a saved plan, another recommendation): what the person typed stays,
 * the rest follows. One that was saved is taken over as it was written down.
 */
export function followStart(
  draft: PlanDraft,
  before: PlanDraft,
  start: PlanDraft,
  says: (draft: PlanDraft) => AutopayPlan | null,
): PlanDraft {
  const said = says(draft);
  if (said !== null && JSON.stringify(said) === JSON.stringify(says(start))) return start;
  return {
    when: draft.when === before.when ? start.when : draft.when,
    below: draft.below === before.below ? start.below : draft.below,
    dayOfMonth: draft.dayOfMonth === before.dayOfMonth ? start.dayOfMonth : draft.dayOfMonth,
    amount: draft.amount === before.amount ? start.amount : draft.amount,
    ceiling: draft.ceiling === before.ceiling ? start.ceiling : draft.ceiling,
    linkedCardId: draft.linkedCardId === before.linkedCardId ? start.linkedCardId : draft.linkedCardId,
  };
}

/** The plan that a draft says, or what is wrong with it, field by field. */
export function planOf(
  draft: PlanDraft,
  language: Language,
  limits: Required<AmountLimits>,
): { readonly plan: AutopayPlan | null; readonly mistakes: PlanMistakes } {
  const mistakes: PlanMistakes = {};
  const read = (field: 'below' | 'amount' | 'ceiling', between: AmountLimits): number => {
    const found = readAmount(draft[field], language, between);
    if (found.ok) return found.kopecks;
    const outside = ['too-small', 'too-large', 'zero', 'negative'].includes(found.mistake);
    mistakes[field] = outside ? 'range' : 'amount-odd';
    return 0;
  };
  const amountKopecks = read('amount', limits);
  const monthlyCeilingKopecks = read('ceiling', { minKopecks: 1 });
  if (!mistakes.ceiling && !mistakes.amount && monthlyCeilingKopecks < amountKopecks) mistakes.ceiling = 'ceiling-low';
  const dayOfMonth = /^\d{1,2}$/.test(draft.dayOfMonth.trim()) ? Number(draft.dayOfMonth) : 0;
  if (draft.when === 'day' && (dayOfMonth < 1 || dayOfMonth > 31)) mistakes.dayOfMonth = 'day-odd';
  const when: AutopayPlan['when'] =
    draft.when === 'day'
      ? { kind: 'day', dayOfMonth }
      : { kind: 'threshold', belowKopecks: read('below', { minKopecks: 1, maxKopecks: limits.maxKopecks }) };
  if (Object.keys(mistakes).length > 0) return { plan: null, mistakes };
  return { plan: { when, amountKopecks, monthlyCeilingKopecks, linkedCardId: draft.linkedCardId }, mistakes };
}
