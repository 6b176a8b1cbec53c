import type { DeclineReason, PaymentMethod } from '#protocol/api/payments.ts';

/** A demo account at an e-wallet. */
export interface DemoWallet {
  readonly login: string;
  readonly password: string;
  readonly balanceKopecks: number;
  /** Blocked accounts cannot pay. */
  readonly blocked: boolean;
}

export const walletMethods = ['qiwi', 'webmoney', 'yoomoney'] as const;
export type WalletMethod = (typeof walletMethods)[number];

export function isWallet(method: PaymentMethod): method is WalletMethod {
  return walletMethods.some((one) => one === method);
}

/** Accounts of each wallet: one that can pay, one with too little money, one blocked. */
export const demoWallets: Readonly<Record<WalletMethod, readonly DemoWallet[]>> = {
  qiwi: [
    { login: '+79005550201', password: 'rucheyok-1', balanceKopecks: 5_000_000, blocked: false },
    { login: '+79005550202', password: 'rucheyok-2', balanceKopecks: 500, blocked: false },
    { login: '+79005550203', password: 'rucheyok-3', balanceKopecks: 5_000_000, blocked: true },
  ],
  webmoney: [
    { login: '100200300401', password: 'veter-1', balanceKopecks: 5_000_000, blocked: false },
    { login: '100200300402', password: 'veter-2', balanceKopecks: 500, blocked: false },
    { login: '100200300403', password: 'veter-3', balanceKopecks: 5_000_000, blocked: true },
  ],
  yoomoney: [
    { login: 'irina.sever', password: 'klever-1', balanceKopecks: 5_000_000, blocked: false },
    { login: 'pavel.yug', password: 'klever-2', balanceKopecks: 500, blocked: false },
    { login: 'olga.zapad', password: 'klever-3', balanceKopecks: 5_000_000, blocked: true },
  ],
};

/** Normalises a login for comparison: phone numbers are typed with blanks, brackets or a leading 8. */
function comparable(method: WalletMethod, login: string): string {
  const plain = login.normalize('NFKC').trim().toLowerCase();
  if (method === 'yoomoney') return plain;
  const digits = plain.replace(/\D/g, '');
  return method === 'qiwi' ? digits.replace(/^8(?=\d{10}$)/, '7') : digits;
}

/** Finds the account of a login; null when there is none. */
export function findWallet(method: WalletMethod, login: string): DemoWallet | null {
  const wanted = comparable(method, login);
  return demoWallets[method].find((one) => comparable(method, one.login) === wanted) ?? null;
}

/** Reason why a wallet declines; null when it can pay. */
export function walletRefusal(wallet: DemoWallet, amountKopecks: number): DeclineReason | null {
  if (wallet.blocked) return 'wallet-refused';
  return wallet.balanceKopecks < amountKopecks ? 'insufficient-funds' : null;
}

/** Balance of most phones, and of those whose number ends in `00`. */
const PHONE_BALANCE_KOPECKS = 5_000_000;
const POOR_PHONE_BALANCE_KOPECKS = 4_000;

/**
 * Reason why a phone account declines; null when it can pay. Numbers ending in `00` have 40 roubles; for those ending
 * in `99` the payment limit is used up.
 *
 * @param mustRemainKopecks minimum balance after the payment
 */
export function phoneRefusal(phone: string, amountKopecks: number, mustRemainKopecks: number): DeclineReason | null {
  if (phone.endsWith('99')) return 'phone-limit';
  const balance = phone.endsWith('00') ? POOR_PHONE_BALANCE_KOPECKS : PHONE_BALANCE_KOPECKS;
  return balance - amountKopecks < mustRemainKopecks ? 'phone-balance' : null;
}
