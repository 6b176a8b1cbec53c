import { randomUUID } from 'node:crypto';
import {
  cashDeskTopUp,
  consoleClock,
  consoleOrders,
  incomingMessageAnswer,
  shortMessages,
  type CashDeskTopUp,
  type ConsoleClock,
  type ConsoleOrder,
  type PaymentSystemFault,
  type ShortMessages,
} from '#protocol/api/console.ts';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import { fillPath, paths } from '#protocol/api/paths.ts';

/** The operator's console as the tests use it: the clock and the cash desk. */
export class ConsoleClient {
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  async clock(): Promise<ConsoleClock> {
    return consoleClock.parse(await this.#ask('GET', paths.consoleClock));
  }

  /** Advances the service's clock; returns after the billing days in between have run. */
  async advance(ms: number): Promise<ConsoleClock> {
    return consoleClock.parse(await this.#ask('POST', paths.consoleAdvance, { ms }));
  }

  /** Moves the clock to 00:05 of the operator's next day (Moscow, UTC+3 all year), after its billing run. */
  async advanceToNextDay(): Promise<ConsoleClock> {
    const { now } = await this.clock();
    const moscow = new Date(Date.parse(now) + 3 * 3_600_000);
    const midnight = Date.UTC(moscow.getUTCFullYear(), moscow.getUTCMonth(), moscow.getUTCDate() + 1) - 3 * 3_600_000;
    return this.advance(midnight + 300_000 - Date.parse(now));
  }

  async topUp(contractNumber: string, amountKopecks: number): Promise<CashDeskTopUp> {
    const body = { contractNumber, amountKopecks, idempotencyKey: randomUUID() };
    return cashDeskTopUp.parse(await this.#ask('POST', paths.consoleTopUps, body));
  }

  /** Orders of the payment system, newest first. */
  async orders(): Promise<readonly ConsoleOrder[]> {
    return consoleOrders.parse(await this.#ask('GET', paths.consolePayments)).orders;
  }

  /** Confirms or declines an order on the payer's phone. */
  async phoneSays(orderId: string, yes: boolean): Promise<void> {
    await this.#ask('POST', fillPath(paths.consolePhoneAnswer, { orderId }), { yes });
  }

  /** Refunds an order completely at the payment system. */
  async refund(orderId: string): Promise<void> {
    await this.#ask('POST', fillPath(paths.consoleRefund, { orderId }));
  }

  /** Makes the delayed bank respond. */
  async bankSays(orderId: string, yes: boolean): Promise<void> {
    await this.#ask('POST', fillPath(paths.consoleBankAnswer, { orderId }), { yes });
  }

  /** Sends an SMS to the short number; returns the reply. */
  async writes(phone: string, text: string): Promise<string> {
    const body = { phone, text, messageId: randomUUID() };
    return incomingMessageAnswer.parse(await this.#ask('POST', paths.consoleIncomingMessages, body)).answer;
  }

  async messages(): Promise<ShortMessages['messages']> {
    return shortMessages.parse(await this.#ask('GET', paths.consoleMessages)).messages;
  }

  /** Sets the faults of the payment system. */
  async paymentSystem(fault: Partial<PaymentSystemFault>): Promise<void> {
    const none = { down: false, lostWebhooks: false, doubledWebhooks: false };
    await this.#ask('PUT', paths.consolePaymentFault, { ...none, ...fault });
  }

  /** Switches a payment method off or on. */
  async methodOff(method: PaymentMethod, off: boolean): Promise<void> {
    await this.#ask('PUT', fillPath(paths.consoleMethodFault, { method }), { off });
  }

  /** Makes a social network unavailable or available. */
  async providerDown(provider: IdentityProvider, down: boolean): Promise<void> {
    await this.#ask('PUT', fillPath(paths.consoleProviderFault, { provider }), { down });
  }

  /** Makes the mail server unavailable or available. */
  async mailDown(down: boolean): Promise<void> {
    await this.#ask('PUT', paths.consoleMailFault, { down });
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#origin()}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Console ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }
}
