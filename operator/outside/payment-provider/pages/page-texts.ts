import type { DeclineReason } from '#protocol/api/payments.ts';
import type { WalletMethod } from '../accounts.ts';
import type { OrderStatus } from '../../../platform/payment-provider/api.ts';
import type { CardBehaviour, CardFault } from '../card-rules.ts';

/** A state in which an order has come to its end. */
export type EndStatus = Exclude<OrderStatus, 'awaiting-payer' | 'processing'>;

/** Words of the payment system's pages. `{sum}`, `{mask}`, `{phone}`, `{left}` and the like are filled in. */
export interface PageTexts {
  readonly total: string;
  readonly pay: string;
  readonly cancel: string;
  readonly back: string;
  readonly check: string;
  readonly languages: string;
  readonly demo: string;
  readonly cardTitle: string;
  readonly cardNumber: string;
  readonly cardExpires: string;
  readonly cardExpiresHint: string;
  readonly cardCode: string;
  readonly cardCodeHint: string;
  readonly cardSaved: string;
  readonly cardFaults: Readonly<Record<CardFault, string>>;
  readonly cardDemo: string;
  readonly cardDoes: Readonly<Record<CardBehaviour, string>>;
  readonly bankTitle: string;
  readonly bankLead: string;
  readonly bankCode: string;
  readonly bankConfirm: string;
  readonly bankWrong: string;
  readonly bankDemo: string;
  readonly waitTitle: string;
  readonly waitLead: string;
  readonly waitDemo: string;
  readonly phoneTitle: string;
  readonly phoneLead: string;
  readonly phoneRemains: string;
  readonly phoneDemo: string;
  readonly sbpTitle: string;
  readonly sbpLead: string;
  readonly sbpCode: string;
  readonly sbpText: string;
  readonly sbpDemo: string;
  readonly walletTitle: string;
  readonly walletLogin: Readonly<Record<WalletMethod, string>>;
  readonly walletPassword: string;
  readonly walletEnter: string;
  readonly walletWrong: string;
  readonly walletConfirm: string;
  readonly walletHolds: string;
  readonly walletDemo: string;
  readonly walletPays: string;
  readonly walletPoor: string;
  readonly walletBlocked: string;
  readonly ends: Readonly<Record<EndStatus, { readonly title: string; readonly lead: string }>>;
  readonly declines: Readonly<Record<DeclineReason, string>>;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly downTitle: string;
  readonly down: string;
}
