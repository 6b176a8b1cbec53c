import type { ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { currentLanguage, useTexts } from '../../app/i18n/i18n.ts';
import { dayText, inZone } from '#protocol/format/days.ts';
import { money } from '#protocol/format/money.ts';
import { operatorProfile } from '../profile/profile.ts';
import { reasonTexts, type ReasonKey } from './texts.ts';

/** A reason in words. */
export interface SaidReason {
  /** "Reason 21", as people and support name it. */
  readonly numbered: string;
  readonly means: string;
  /** What lifts it. */
  readonly todo: string;
  /** When it lifts by itself; null: no day does it. */
  readonly lifts: string | null;
}

/** The key of each code, so that a code without words does not compile. */
const keys = {
  'promise-running': 'promiseRunning',
  'promise-too-soon': 'promiseTooSoon',
  'promise-never-paid': 'promiseNeverPaid',
  'promise-suspended': 'promiseSuspended',
  'promise-too-large': 'promiseTooLarge',
  'promise-not-needed': 'promiseNotNeeded',
  'payment-being-checked': 'paymentBeingChecked',
  'method-off': 'methodOff',
  'method-day-limit': 'methodDayLimit',
  'method-month-limit': 'methodMonthLimit',
  'method-request-open': 'methodRequestOpen',
  'contract-closed': 'contractClosed',
} as const satisfies Record<ReasonCode, ReasonKey>;

/** Words of two kinds hide behind some codes, told apart by the facts. */
function wordsOf({ code, action, amountKopecks }: Reason): { means: ReasonKey; todo: `${ReasonKey}Do` & ReasonKey } {
  if (code === 'promise-too-soon' && action === 'top-up') {
    return { means: 'promiseTooSoonUnpaid', todo: 'promiseTooSoonUnpaidDo' };
  }
  if (code === 'payment-being-checked' && amountKopecks !== null) {
    return { means: 'paymentBeingCheckedSum', todo: 'paymentBeingCheckedDo' };
  }
  return { means: keys[code], todo: `${keys[code]}Do` };
}

/**
 * Says reasons in the language on screen; the operator's own note stands for the general words where there is one.
 * The answer's second argument: the operator's day of the figures beside it.
 */
export function useReasonWords(): (reason: Reason, today: string) => SaidReason {
  const t = useTexts(reasonTexts);
  const language = currentLanguage();

  function liftsIn({ liftsOn, liftsAt }: Reason, today: string): string | null {
    const zone = operatorProfile.value?.timeZone;
    const at = liftsAt === null || zone === undefined ? null : inZone(liftsAt, zone);
    if (at?.day === today) return t('liftsToday', { time: at.time });
    if (at !== null) return t('liftsAt', { day: dayText(at.day, today, language.value), time: at.time });
    return liftsOn === null ? null : t('lifts', { day: dayText(liftsOn, today, language.value) });
  }
  return (reason, today) => {
    const words = wordsOf(reason);
    const amount = money(reason.amountKopecks ?? 0, language.value);
    return {
      numbered: t('numbered', { number: reason.number }),
      means: reason.note?.[language.value] ?? t(words.means, { amount }),
      todo: t(words.todo),
      lifts: liftsIn(reason, today),
    };
  };
}
