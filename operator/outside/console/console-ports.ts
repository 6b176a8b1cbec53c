import type {
  CashDeskTopUp,
  CashDeskTopUpRequest,
  CaughtLetters,
  CaughtLetterWhole,
  ConsoleClock,
  OutsideFault,
  ShortMessages,
} from '#protocol/api/console.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { LineFaultSwitch } from './connection-fault.ts';
import type { OutsidePayments } from './outside-payments.ts';

/** Actions of the operator console. */
export interface ConsoleActions {
  clock(): ConsoleClock;
  /** Moves the clock forward by ms; resolves when the billing days passed have run. */
  advance(ms: number): Promise<ConsoleClock>;
  /** Credits cash. Idempotent by key. @throws `contract-not-found` */
  topUp(request: CashDeskTopUpRequest): Promise<CashDeskTopUp>;
  /** E-mails that the mail catcher received, newest first. */
  letters(): Promise<CaughtLetters['letters']>;
  /** Null: no e-mail has this id. */
  letter(id: string): Promise<CaughtLetterWhole | null>;
  /** SMS that the gateway sent and received, newest first. */
  messages(): Promise<ShortMessages['messages']>;
  /** `elsewhere`: e-mails are sent through another server, which the console does not control. */
  mailServer(): 'up' | 'down' | 'elsewhere';
  /** @throws `not-found` when e-mails are sent through another server */
  setMailFault(fault: OutsideFault): Promise<OutsideFault>;
  networkDown(provider: IdentityProvider): boolean;
  setNetworkFault(provider: IdentityProvider, fault: OutsideFault): Promise<OutsideFault>;
  /** Faults of the connection between the program and the service. */
  readonly line: LineFaultSwitch;
  /** Confirmations by phone and bank, and the payment system. */
  readonly payments: OutsidePayments;
}
