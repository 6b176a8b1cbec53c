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
import type { ConnectionFaultSwitch } from './connection-fault.ts';
import type { OutsidePayments } from './outside-payments.ts';

/** Actions of the operator console. */
export interface ConsoleActions {
  clock(): ConsoleClock;
  /** Moves the clock forward by `ms` and runs the billing days passed; resolves when they are done. */
  advance(ms: number): Promise<ConsoleClock>;
  /** Credits cash. Idempotent by key. @throws `contract-not-found` */
  topUp(request: CashDeskTopUpRequest): Promise<CashDeskTopUp>;
  /** Messages in the mail catcher, newest first. */
  receivedMail(): Promise<CaughtLetters['letters']>;
  /** Null: unknown id. */
  receivedMessage(id: string): Promise<CaughtLetterWhole | null>;
  /** Messages sent and received by the SMS gateway, newest first. */
  messages(): Promise<ShortMessages['messages']>;
  /** `elsewhere`: mail goes to another server, which the console cannot control. */
  mailServer(): 'up' | 'down' | 'elsewhere';
  /** @throws `not-found` when mail goes to another server */
  setMailFault(fault: OutsideFault): Promise<OutsideFault>;
  networkDown(provider: IdentityProvider): boolean;
  setNetworkFault(provider: IdentityProvider, fault: OutsideFault): Promise<OutsideFault>;
  /** Connection between apps and service. */
  readonly connection: ConnectionFaultSwitch;
  /** Phones, banks and the payment system. */
  readonly payments: OutsidePayments;
}
