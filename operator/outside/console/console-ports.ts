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

/** What the operator console can do. */
export interface ConsoleActions {
  clock(): ConsoleClock;
  /** Moves the clock by ms and runs the billing days passed; resolves when they are done. */
  advance(ms: number): Promise<ConsoleClock>;
  /** Idempotent by key. @throws `contract-not-found` */
  topUp(request: CashDeskTopUpRequest): Promise<CashDeskTopUp>;
  /** What the mail catcher received, newest first. */
  letters(): Promise<CaughtLetters['letters']>;
  /** Null: there is none of that id. */
  letter(id: string): Promise<CaughtLetterWhole | null>;
  /** What the SMS gateway sent and received, newest first. */
  messages(): Promise<ShortMessages['messages']>;
  /** `elsewhere`: letters leave through another server, which the console has no hold on. */
  mailServer(): 'up' | 'down' | 'elsewhere';
  /** @throws `not-found` when letters leave through another server */
  setMailFault(fault: OutsideFault): Promise<OutsideFault>;
  networkDown(provider: IdentityProvider): boolean;
  setNetworkFault(provider: IdentityProvider, fault: OutsideFault): Promise<OutsideFault>;
  /** The line between the programs and the service. */
  readonly line: LineFaultSwitch;
  /** Phones, banks and the payment system. */
  readonly payments: OutsidePayments;
}
