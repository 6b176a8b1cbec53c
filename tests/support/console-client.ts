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
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';

/** The operator's console as the tests use it: the clock and the cash desk. */
export class ConsoleClient {
  readonly #origin: () => string;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  async clock(): Promise<ConsoleClock> {
    return consoleClock.parse(await this.#ask('GET', operations.console.readClock.path));
  }

  /** Advances the service's clock; returns after the billing days in between have run. */
  async advance(ms: number): Promise<ConsoleClock> {
    return consoleClock.parse(await this.#ask('POST', operations.console.advanceClock.path, { ms }));
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
    return cashDeskTopUp.parse(await this.#ask('POST', operations.console.createTopUp.path, body));
  }

  /** Orders of the payment system, newest first. */
  async orders(): Promise<readonly ConsoleOrder[]> {
    return consoleOrders.parse(await this.#ask('GET', operations.console.listPayments.path)).orders;
  }

  /** Confirms or declines an order on the payer's phone. */
  async phoneSays(orderId: string, yes: boolean): Promise<void> {
    await this.#ask('POST', fillPath(operations.console.answerByPhone.path, { orderId }), { yes });
  }

  /** Refunds an order completely at the payment system. */
  async refund(orderId: string): Promise<void> {
    await this.#ask('POST', fillPath(operations.console.refundPayment.path, { orderId }));
  }

  /** Makes the delayed bank respond. */
  async bankSays(orderId: string, yes: boolean): Promise<void> {
    await this.#ask('POST', fillPath(operations.console.answerByBank.path, { orderId }), { yes });
  }

  /** Sends an SMS to the short number; returns the reply. */
  async writes(phone: string, text: string): Promise<string> {
    const body = { phone, text, messageId: randomUUID() };
    return incomingMessageAnswer.parse(await this.#ask('POST', operations.console.receiveMessage.path, body)).answer;
  }

  async messages(): Promise<ShortMessages['messages']> {
    return shortMessages.parse(await this.#ask('GET', operations.console.listMessages.path)).messages;
  }

  /** Sets the faults of the payment system. */
  async paymentSystem(fault: Partial<PaymentSystemFault>): Promise<void> {
    const none = { down: false, lostWebhooks: false, doubledWebhooks: false };
    await this.#ask('PUT', operations.console.setPaymentSystemFault.path, { ...none, ...fault });
  }

  /** Switches a payment method off or on. */
  async methodOff(method: PaymentMethod, off: boolean): Promise<void> {
    await this.#ask('PUT', fillPath(operations.console.setPaymentMethodFault.path, { method }), { off });
  }

  /** Makes a social network unavailable or available. */
  async providerDown(provider: IdentityProvider, down: boolean): Promise<void> {
    await this.#ask('PUT', fillPath(operations.console.setIdentityProviderFault.path, { provider }), { down });
  }

  /** Makes the mail server unavailable or available. */
  async mailDown(down: boolean): Promise<void> {
    await this.#ask('PUT', operations.console.setMailFault.path, { down });
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
