import type { Entry } from '#protocol/api/overview.ts';
import type { IconName } from '../../ui/icons/icons.ts';
import type { Tone } from '../../ui/tones.ts';
import type { OverviewKey } from './texts.ts';

/** How an entry looks and what it is called. */
export interface EntryLook {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly key: OverviewKey;
  /** Chooses the plural form: how many packages a charge was for. */
  readonly count?: number;
}

const methods: Readonly<Record<NonNullable<Entry['method']>, OverviewKey>> = {
  'bank-card': 'entryTopUpBankCard',
  sbp: 'entryTopUpSbp',
  mobile: 'entryTopUpMobile',
  wallet: 'entryTopUpWallet',
  terminal: 'entryTopUpTerminal',
  'cash-desk': 'entryTopUpCashDesk',
  transfer: 'entryTopUpTransfer',
};

/** Icon, tone and words of an entry by its kind; a colour only ever repeats the sign and the words. */
export function entryLook(entry: Pick<Entry, 'kind' | 'method' | 'packages' | 'amountKopecks'>): EntryLook {
  const count = entry.packages ?? 1;
  const moneyIn: Tone = entry.amountKopecks > 0 ? 'on' : 'neutral';
  switch (entry.kind) {
    case 'opening':
      return { icon: 'document', tone: 'neutral', key: 'entryOpening' };
    case 'daily-charge':
      return { icon: 'clock', tone: 'neutral', key: 'entryDailyCharge', count };
    case 'restore-charge':
      return { icon: 'clock', tone: 'neutral', key: 'entryRestoreCharge', count };
    case 'top-up':
      return { icon: 'down', tone: 'on', key: entry.method === null ? 'entryTopUp' : methods[entry.method] };
    case 'promise':
      return { icon: 'calendar', tone: moneyIn, key: 'entryPromise' };
    case 'promise-return':
      return { icon: 'undo', tone: 'neutral', key: 'entryPromiseReturn' };
    case 'bonus':
      return { icon: 'gift', tone: moneyIn, key: 'entryBonus' };
    case 'correction':
      return { icon: 'swap', tone: moneyIn, key: 'entryCorrection' };
    case 'refund':
      return { icon: 'undo', tone: 'neutral', key: 'entryRefund' };
  }
}
