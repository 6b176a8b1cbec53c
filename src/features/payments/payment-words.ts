import { assertNever } from '#protocol/assert-never.ts';
import type { DeclineReason, Payment } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { Tone } from '../../ui/tones.ts';
import type { IconName } from '../../ui/icons/icons.ts';
import { inZone } from '#protocol/format/days.ts';
import { money } from '#protocol/format/money.ts';
import type { Speaker } from './preview-words.ts';
import type { TopUpKey } from './texts.ts';

/** What can be done about a payment on screen. */
export type PaymentAction = 'front' | 'reopen' | 'ask' | 'call-off' | 'help' | 'receipt' | 'again';

/** A payment's state in words. */
export interface PaymentWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly chip: string;
  readonly title: string;
  readonly lead: readonly string[];
  /** In the order in which they stand. */
  readonly actions: readonly PaymentAction[];
  /** Its outcome is open, and both are shown: with and without it. */
  readonly open: boolean;
}

/** What the words need beside the payment. */
export interface PaymentSpeaker extends Speaker {
  readonly timeZone: string;
  /** The way of paying as the operator calls it. */
  readonly methodName: string;
}

const declined = {
  'card-declined': 'declinedCard',
  'insufficient-funds': 'declinedFunds',
  'card-expired': 'declinedExpired',
  'three-d-secure-failed': 'declinedThreeDs',
  'phone-refused': 'declinedPhone',
  'phone-balance': 'declinedPhoneBalance',
  'phone-limit': 'declinedPhoneLimit',
  'wallet-refused': 'declinedWallet',
  'bank-timeout': 'declinedTimeout',
  limit: 'declinedLimit',
  'card-unlinked': 'declinedUnlinked',
} as const satisfies Record<DeclineReason, TopUpKey>;

/** Why a bank or a payment system said no, and what to do. */
export function declineText(reason: DeclineReason, t: Speaker['t']): string {
  return t(declined[reason]);
}

function hostOf(payment: Payment | null): string | null {
  return payment?.pageUrl ? new URL(payment.pageUrl).hostname : null;
}

function because(tracked: TrackedPayment, amount: string, time: (instant: string) => string, t: Speaker['t']): string {
  const at = time(tracked.brokeAt ?? tracked.startedAt);
  switch (tracked.because) {
    case 'line':
      return t('becauseLine', { time: at, amount });
    case 'window-closed':
      return t('becauseWindow', { time: at, amount });
    case 'restart':
      return t('becauseRestart', { amount });
    case 'page-failed':
      return t('becauseFailed', { amount });
    case 'page-refused':
      return t('becauseRefused', { amount });
    case null:
      return t('becauseUnknown', { amount });
    default:
      return assertNever(tracked.because);
  }
}

/** A payment that came to nothing: a new one may be begun. */
const unpaid = { tone: 'neutral', icon: 'info', open: false, actions: ['again'] } as const;

/** Where a payment stands, whether money moved, and what to do. */
export function paymentWords(tracked: TrackedPayment, speaker: PaymentSpeaker): PaymentWords {
  const { t, language, timeZone } = speaker;
  const { payment, phase } = tracked;
  const amount = money(tracked.amountKopecks, language);
  const time = (instant: string): string => inZone(instant, timeZone).time;
  const waits = payment?.expiresAt ? [t('waitsUntil', { time: time(payment.expiresAt) })] : [];
  const waiting = { tone: 'accent', icon: 'clock', open: true } as const;
  switch (phase) {
    case 'sending':
      return {
        ...waiting,
        chip: t('chipSending'),
        title: t('sendingTitle', { amount }),
        // Not that no money has moved: a linked card is charged without a page, maybe at this moment.
        lead: [t('sendingLead')],
        actions: [],
      };
    case 'at-page': {
      const host = hostOf(payment);
      return {
        ...waiting,
        chip: t('chipYou'),
        title: t('pageTitle', { amount }),
        lead: [host === null ? t('pageLeadPlain') : t('pageLead', { host }), ...waits],
        actions: ['front', 'call-off'],
      };
    }
    case 'waiting': {
      if (payment?.stage === 'payer' && tracked.method === 'sbp') {
        return {
          ...waiting,
          chip: t('chipYou'),
          title: t('sbpTitle', { amount }),
          lead: [t('sbpLead'), ...waits],
          actions: ['ask', 'call-off'],
        };
      }
      if (payment?.stage === 'payer' && tracked.method === 'mobile') {
        return {
          ...waiting,
          chip: t('chipYou'),
          title: t('phoneTitle', { amount }),
          lead: [t('phoneLead'), ...waits],
          actions: ['ask', 'call-off'],
        };
      }
      const lead = [t('bankLead')];
      return { ...waiting, chip: t('chipBank'), title: t('bankTitle', { amount }), lead, actions: ['ask'] };
    }
    case 'checking': {
      // Only what still waits for its payer, on a page, can be gone on with or called off.
      const waitsForPayer = payment?.stage === 'payer';
      const actions: PaymentAction[] = ['ask'];
      if (waitsForPayer && payment.pageUrl !== null && tracked.because !== 'page-refused') actions.push('reopen');
      if (waitsForPayer) actions.push('call-off');
      else actions.push('help');
      return {
        tone: 'soon',
        icon: 'clock',
        open: true,
        chip: t('chipChecking'),
        title: t('checkingTitle'),
        lead: [because(tracked, amount, time, t)],
        actions,
      };
    }
    case 'not-sent':
      return {
        ...unpaid,
        chip: t('chipOver'),
        title: t('notSentTitle', { amount }),
        lead: [t('noMoneyMoved'), t('notSentLead')],
      };
    case 'settled':
      break;
    default:
      return assertNever(phase);
  }
  return endWords(tracked, speaker, amount);
}

/** What became of a payment whose way is over. */
function endWords(
  { payment, contractNumber, maskedName }: TrackedPayment,
  speaker: PaymentSpeaker,
  amount: string,
): PaymentWords {
  const { t, methodName } = speaker;
  const over = { ...unpaid, chip: t('chipOver') };
  if (payment?.status === 'succeeded') {
    return {
      tone: 'on',
      icon: 'check',
      open: false,
      chip: t('chipCredited'),
      title: contractNumber === null ? t('creditedFor', { amount, name: maskedName }) : t('creditedTitle', { amount }),
      lead: [t('creditedLead', { amount, method: methodName })],
      actions: ['receipt', 'again'],
    };
  }
  if (payment?.status === 'declined') {
    const { declineReason } = payment;
    const lead = [t('noMoneyMoved'), ...(declineReason === null ? [] : [declineText(declineReason, t)])];
    return { ...over, tone: 'off', icon: 'warn', chip: t('chipDeclined'), title: t('declinedTitle', { amount }), lead };
  }
  if (payment?.status === 'expired') {
    return { ...over, title: t('expiredTitle', { amount }), lead: [t('expiredLead'), t('noMoneyMoved')] };
  }
  return { ...over, title: t('cancelledTitle', { amount }), lead: [t('noMoneyMoved')] };
}
