import type { TopUpPreview, TopUpTerms } from '#protocol/api/payments.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Say } from '../../app/i18n/i18n.ts';
import { addDays, dayText } from '#protocol/format/days.ts';
import { money } from '#protocol/format/money.ts';
import type { TopUpKey } from './texts.ts';

/** Context of the texts: translations, language and the operator's day. */
export interface Speaker {
  readonly t: Say<TopUpKey>;
  readonly language: Language;
  readonly today: string;
}

/** A row of the comparison; `after` null: the same value with and without the payment. */
export interface ComparedRow {
  readonly label: string;
  readonly before: string;
  readonly after: string | null;
}

const dayOf = (day: string, { today, language }: Speaker): string => dayText(day, today, language);

/** Balance and reception of a contract, one sentence each, for the page header. */
export function standing(
  terms: Pick<TopUpTerms, 'balanceKopecks' | 'reception'>,
  underWay: boolean,
  speaker: Speaker,
): string {
  const { t, language } = speaker;
  const { balanceKopecks, reception } = terms;
  const balance = t(underWay ? 'balanceWithout' : 'balance', { balance: money(balanceKopecks, language) });
  switch (reception.state) {
    case 'on':
      return `${balance} ${reception.lastDay === null ? t('leadBeyond') : t('leadUntil', { day: dayOf(reception.lastDay, speaker) })}`;
    case 'blocked':
      return `${balance} ${t('leadBlocked', { amount: money(reception.backOnKopecks, language) })}`;
    case 'suspended':
      return `${balance} ${t('leadSuspended', { day: dayOf(addDays(reception.resumesOn, -1), speaker) })}`;
  }
}

/** One sentence about the effect of an amount, and one about the state without it. */
export function previewSentence(preview: TopUpPreview, speaker: Speaker): { title: string; lead: readonly string[] } {
  const { t, language } = speaker;
  const amount = money(preview.amountKopecks, language);
  const { before, after } = preview;
  const lead: string[] = [];
  let title: string;
  if (before.reception.state === 'suspended') {
    title = t('raises', { amount, balance: money(after.balanceKopecks, language) });
    lead.push(t('suspendedNote', { day: dayOf(addDays(before.reception.resumesOn, -1), speaker) }));
  } else if (!after.receptionOn) {
    title = t('tooLittle', { amount });
    const missing = before.reception.state === 'blocked' ? before.reception.backOnKopecks : 0;
    if (missing > 0) lead.push(t('stillMissing', { amount: money(missing, language) }));
  } else if (after.lastDay === null) {
    title = t('takesBeyond', { amount });
  } else {
    const day = dayOf(after.lastDay, speaker);
    title = t(before.reception.state === 'blocked' ? 'bringsBack' : 'takes', { amount, day });
  }
  if (before.reception.state === 'blocked' && after.receptionOn) lead.push(t('withoutOff'));
  if (before.reception.state === 'on' && before.lastDay !== null) {
    lead.push(t('without', { day: dayOf(before.lastDay, speaker) }));
  }
  if (preview.repaysPromiseKopecks > 0) {
    lead.push(t('repays', { amount: money(preview.repaysPromiseKopecks, language) }));
  }
  if (preview.chargedTodayKopecks > 0) {
    lead.push(t('chargedToday', { amount: money(preview.chargedTodayKopecks, language) }));
  }
  return { title, lead };
}

function until(state: 'on' | 'off' | 'suspended', lastDay: string | null, speaker: Speaker): string {
  if (state === 'suspended') return speaker.t('suspended');
  if (state === 'off') return speaker.t('off');
  return lastDay === null ? speaker.t('beyond') : dayOf(lastDay, speaker);
}

/** Rows of the comparison, with the date of the next price change. */
export function comparison(
  preview: TopUpPreview,
  terms: Pick<TopUpTerms, 'nextDailyPrice'>,
  speaker: Speaker,
): readonly ComparedRow[] {
  const { t, language } = speaker;
  const { before, after } = preview;
  const suspended = before.reception.state === 'suspended';
  const rows: ComparedRow[] = [
    {
      label: t('rowBalance'),
      before: money(before.balanceKopecks, language),
      after: money(after.balanceKopecks, language),
    },
    {
      label: t('rowUntil'),
      before: until(suspended ? 'suspended' : before.reception.state === 'on' ? 'on' : 'off', before.lastDay, speaker),
      after: until(suspended ? 'suspended' : after.receptionOn ? 'on' : 'off', after.lastDay, speaker),
    },
  ];
  if (terms.nextDailyPrice !== null) {
    const { day, meanKopecks } = terms.nextDailyPrice;
    rows.push({
      label: t('rowFrom', { day: dayOf(day, speaker) }),
      before: t('aDayPrice', { amount: money(meanKopecks, language) }),
      after: null,
    });
  }
  return rows;
}
