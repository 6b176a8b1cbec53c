import { paymentList, type Payment } from '#protocol/api/payments.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import {
  spending,
  statementPage,
  type Spending,
  type StatementEntry,
  type StatementPage,
  type StatementQuery,
} from '#protocol/api/statement.ts';
import type { OperatorApi, SubscriberKey } from './subscribers.ts';

/** API client for a subscriber's payments and statement, with separate sessions. */
export class MoneyApi {
  readonly #api: OperatorApi;

  constructor(api: OperatorApi) {
    this.#api = api;
  }

  /** Sends a request in a temporary session of the subscriber; returns the raw response. */
  async ask(key: SubscriberKey, path: (contractNumber: string) => string, contract = 0): Promise<unknown> {
    const grant = await this.#api.signIn(await this.#api.subscriber(key));
    const number = grant.account.contracts[contract]?.number;
    if (number === undefined) throw new Error(`Subscriber "${key}" has no contract ${contract}.`);
    const { status, body } = await this.#api.call('GET', path(number), { token: grant.accessToken });
    await this.#api.signOut(grant.accessToken);
    if (status !== 200) throw new Error(`${path(number)} refused: ${JSON.stringify(body)}`);
    return body;
  }

  /** One page of the statement. */
  async page(key: SubscriberKey, query: Partial<StatementQuery> = {}, contract = 0): Promise<StatementPage> {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, String(value));
    const body = await this.ask(
      key,
      (contractNumber) => `${fillPath(operations.statement.page.path, { contractNumber })}?${asked.toString()}`,
      contract,
    );
    return statementPage.parse(body);
  }

  /** Every matching entry, newest first. */
  async lines(key: SubscriberKey, query: Partial<StatementQuery> = {}, contract = 0): Promise<StatementEntry[]> {
    const lines: StatementEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.page(key, { ...query, limit: 200, cursor }, contract);
      lines.push(...page.entries);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return lines;
  }

  async spending(key: SubscriberKey, from: string, to: string): Promise<Spending> {
    const body = await this.ask(
      key,
      (contractNumber) => `${fillPath(operations.statement.spending.path, { contractNumber })}?from=${from}&to=${to}`,
    );
    return spending.parse(body);
  }

  /** The subscriber's payments, newest first. */
  async payments(key: SubscriberKey): Promise<Payment[]> {
    return paymentList.parse(await this.ask(key, () => operations.payments.list.path)).payments;
  }
}
