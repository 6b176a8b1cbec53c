import type { DeclineReason, PaymentMethod } from '#protocol/api/payments.ts';

/** An account at a wallet that exists in the demonstration. */
export interface DemoWallet {
  readonly login: string;
  readonly password: string;
  readonly balanceKopecks: number;
  /** The wallet does not let it pay. */
  readonly blocked: boolean;
}

export const walletMethods = ['qiwi', 'webmoney', 'yoomoney'] as const;
export type WalletMethod = (typeof walletMethods)[number];

export function isWallet(method: PaymentMethod): method is WalletMethod {
  return walletMethods.some((one) => one === method);
}

/** The accounts of each wallet: one that pays, one that has too little, one that is blocked. */
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

/** How a login looks when it is compared: people type phone numbers with blanks, brackets, and eights. */
function comparable(method: WalletMethod, login: string): string {
  const plain = login.normalize('NFKC').trim().toLowerCase();
  if (method === 'yoomoney') return plain;
  const digits = plain.replace(/\D/g, '');
  return method === 'qiwi' ? digits.replace(/^8(?=\d{10}$)/, '7') : digits;
}

/** The account of a login, null when there is none. */
export function findWallet(method: WalletMethod, login: string): DemoWallet | null {
  const wanted = comparable(method, login);
  return demoWallets[method].find((one) => comparable(method, one.login) === wanted) ?? null;
}

/** Why a wallet does not pay; null: it does. */
export function walletRefusal(wallet: DemoWallet, amountKopecks: number): DeclineReason | null {
  if (wallet.blocked) return 'wallet-refused';
  return wallet.balanceKopecks < amountKopecks ? 'insufficient-funds' : null;
}

/** What the account of most phones holds, and of those whose number ends in `00`. */
const PHONE_BALANCE_KOPECKS = 5_000_000;
const POOR_PHONE_BALANCE_KOPECKS = 4_000;

/**
 * Why a phone's account does not pay; null: it does. Numbers that end in `00` hold 40 roubles, of those that end in `99`
 * the limit for payments is used up.
 *
 * @param mustRemainKopecks what has to stay on the account afterwards
 */
export function phoneRefusal(phone: string, amountKopecks: number, mustRemainKopecks: number): DeclineReason | null {
  if (phone.endsWith('99')) return 'phone-limit';
  const balance = phone.endsWith('00') ? POOR_PHONE_BALANCE_KOPECKS : PHONE_BALANCE_KOPECKS;
  return balance - amountKopecks < mustRemainKopecks ? 'phone-balance' : null;
}
