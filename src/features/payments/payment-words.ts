import { assertNever } from '#protocol/assert-never.ts';
import type { DeclineReason, Payment } from '#protocol/api/payments.ts';
import type { TrackedPayment } from '#protocol/ipc/state.ts';
import type { Tone } from '../../ui/tones.ts';
import type { IconName } from '../../ui/icons/icons.ts';
import { inZone } from '#protocol/format/days.ts';
import { money } from '#protocol/format/money.ts';
import type { Speaker } from './preview-words.ts';
import type { TopUpKey } from './texts.ts';

/** Actions on a payment. */
export type PaymentAction = 'show-page' | 'reopen' | 'refresh' | 'cancel' | 'help' | 'receipt' | 'again';

/** Texts and actions for the state of a payment. */
export interface PaymentWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly chip: string;
  readonly title: string;
  readonly lead: readonly string[];
  /** In display order. */
  readonly actions: readonly PaymentAction[];
  /** True while the outcome is open: the forecast is then shown with and without the payment. */
  readonly open: boolean;
}

/** What the texts need beside the payment. */
export interface PaymentSpeaker extends Speaker {
  readonly timeZone: string;
  /** The operator's name of the payment method. */
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

/** Why a payment was declined, and what to do. */
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

/** Failed payment; allows starting a new one. */
const unpaid = { tone: 'neutral', icon: 'info', open: false, actions: ['again'] } as const;

/** Texts for a payment: its state, whether money moved, and the next actions. */
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
        // Does not say that no money moved: a linked card is charged without a page, possibly right now.
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
        actions: ['show-page', 'cancel'],
      };
    }
    case 'waiting': {
      if (payment?.stage === 'payer' && tracked.method === 'sbp') {
        return {
          ...waiting,
          chip: t('chipYou'),
          title: t('sbpTitle', { amount }),
          lead: [t('sbpLead'), ...waits],
          actions: ['refresh', 'cancel'],
        };
      }
      if (payment?.stage === 'payer' && tracked.method === 'mobile') {
        return {
          ...waiting,
          chip: t('chipYou'),
          title: t('phoneTitle', { amount }),
          lead: [t('phoneLead'), ...waits],
          actions: ['refresh', 'cancel'],
        };
      }
      const lead = [t('bankLead')];
      return { ...waiting, chip: t('chipBank'), title: t('bankTitle', { amount }), lead, actions: ['refresh'] };
    }
    case 'checking': {
      // Only a payment that waits for its payer can be continued or cancelled.
      const waitsForPayer = payment?.stage === 'payer';
      const actions: PaymentAction[] = ['refresh'];
      if (waitsForPayer && payment.pageUrl !== null && tracked.because !== 'page-refused') actions.push('reopen');
      if (waitsForPayer) actions.push('cancel');
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
  return finalWords(tracked, speaker, amount);
}

/** Texts for a final payment. */
function finalWords(
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
