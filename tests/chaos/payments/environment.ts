import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { z } from 'zod';
import { consoleClock } from '#protocol/api/console.ts';
import { operations } from '#protocol/api/operations.ts';
import { fillPath } from '#protocol/api/paths.ts';
import type { PaymentRequest } from '#protocol/api/payments.ts';
import { statementPage, type StatementEntry } from '#protocol/api/statement.ts';
import { ended, Output } from '#tests/child.ts';
import { freePort } from '#tests/free-port.ts';
import { projectRoot } from '#tests/paths.ts';
import { OperatorApi } from '#tests/subscribers.ts';
import type { ControlOrder, ProviderAccess } from '../../../operator/platform/payment-provider/api.ts';
import { createProviderControl, type ProviderControl } from '../../../operator/platform/payment-provider/client.ts';
import type { Chance } from './random.ts';
import { Killable } from './process.ts';

export type Place = 'service' | 'paymentSystem';

/** Who sits in front of the program, as `client.ts` is told. */
export interface Person {
  readonly origin: string;
  readonly accessToken: string;
  readonly accountId: string;
  readonly contracts: readonly string[];
  readonly askEveryMs: number;
}

const ASK_EVERY_MS = 250;
/** A service under way answers within this time. */
const SETTLE_MS = 10_000;

/** The operator's service and the payment system, each in a process of its own that falls and gets up again. */
export class World {
  readonly folder: string;
  readonly #keys = {
    merchant: randomBytes(24).toString('base64url'),
    webhook: randomBytes(24).toString('base64url'),
    control: randomBytes(24).toString('base64url'),
  };
  #ports = { service: 0, paymentSystem: 0 };
  #clientKills = 0;
  #person: Person | null = null;
  readonly #wished = new Set<number>();
  readonly #service: Killable<true>;
  readonly #paymentSystem: Killable<true>;
  readonly #api = new OperatorApi(() => this.#origin('service'));

  constructor(folder: string) {
    this.folder = folder;
    const entry = path.join(projectRoot, 'operator', 'main.ts');
    const ready = (line: Readonly<Record<string, unknown>>): true | undefined =>
      line['ready'] === true ? true : undefined;
    this.#paymentSystem = new Killable({
      name: 'The payment system',
      args: () => [
        entry,
        'payment-provider',
        '--data',
        path.join(folder, 'payment-system'),
        '--port',
        String(this.#ports.paymentSystem),
      ],
      env: () => this.#env(),
      ready,
    });
    this.#service = new Killable({
      name: 'The service',
      args: () => [
        entry,
        '--demo',
        '--console',
        '--data',
        path.join(folder, 'service'),
        '--port',
        String(this.#ports.service),
      ],
      env: () => ({ ...this.#env(), OPERATOR_PAYMENT_PROVIDER_URL: this.#origin('paymentSystem') }),
      ready,
    });
  }

  async start(): Promise<void> {
    this.#ports = { service: await freePort(), paymentSystem: await freePort() };
    await this.#paymentSystem.start();
    await this.#service.start();
  }

  async stop(): Promise<void> {
    await this.#service.stop();
    await this.#paymentSystem.stop();
  }

  /** Killed as by a power cut, and started again. */
  async fall(place: Place, downMs: number): Promise<void> {
    const process_ = place === 'service' ? this.#service : this.#paymentSystem;
    await process_.kill();
    await sleep(downMs);
    await process_.start();
  }

  clientFell(): void {
    this.#clientKills += 1;
  }

  kills(): { client: number; service: number; paymentSystem: number } {
    return { client: this.#clientKills, service: this.#service.kills, paymentSystem: this.#paymentSystem.kills };
  }

  /** How the payment system tells what happened in this run: well, never, or twice in the wrong order. */
  async weather(chance: Chance): Promise<void> {
    const fault = chance.pick(['none', 'none', 'lost', 'doubled'] as const);
    await this.#control().setFaults({
      down: false,
      lostWebhooks: fault === 'lost',
      doubledWebhooks: fault === 'doubled',
    });
    this.#person = await this.#signIn();
  }

  async #signIn(): Promise<Person> {
    const grant = await this.#api.signIn(await this.#api.subscriber('healthy'));
    return {
      origin: this.#origin('service'),
      accessToken: grant.accessToken,
      accountId: grant.account.id,
      contracts: grant.account.contracts.map(({ number }) => number),
      askEveryMs: ASK_EVERY_MS,
    };
  }

  person(): Person {
    if (this.#person === null) throw new Error('Nobody is signed in.');
    return this.#person;
  }

  wish(amountKopecks: number): PaymentRequest {
    const [payee = ''] = this.person().contracts;
    this.#wished.add(amountKopecks);
    return {
      payee,
      amountKopecks,
      method: 'bank-card',
      phone: null,
      linkedCardId: null,
      linkCard: false,
      language: 'en',
    };
  }

  /** The operator's clock goes on, so that nobody waits in real time for what is to be tried again after half a minute. */
  async letTimePass(ms: number): Promise<void> {
    const answer = await fetch(`${this.#origin('service')}${operations.console.advanceClock.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ms }),
      signal: AbortSignal.timeout(SETTLE_MS),
    });
    consoleClock.parse(await answer.json());
  }

  /** Waits until the payment system has nothing left to tell, or time is up: what it lost is asked for by the service. */
  async settled(): Promise<void> {
    const deadline = Date.now() + SETTLE_MS;
    while (Date.now() < deadline) {
      const all = await this.#control().orders();
      if (all.every(({ unsentWebhooks }) => unsentWebhooks === 0)) return;
      await sleep(50);
    }
  }

  /** Orders of an amount as the payment system has them. */
  async orders(amountKopecks: number): Promise<ControlOrder[]> {
    const all = await this.#control().orders();
    return all.filter((order) => order.amountKopecks === amountKopecks);
  }

  /** Lines of the statement that credited the amount. */
  async credits(amountKopecks: number): Promise<number> {
    const search = (amountKopecks / 100).toFixed(2).replace('.', ',');
    const found = await this.#payments(search);
    return found.filter((entry) => entry.amountKopecks === amountKopecks).length;
  }

  /** Orders of wishes that were paid, from the payment system's own file: its console shows the newest alone. */
  allCharges(): number {
    const database = new Database(path.join(this.folder, 'payment-system', 'payment-provider.sqlite'));
    try {
      const rows = database.prepare("select amount_kopecks from orders where status = 'succeeded'").all();
      return z
        .array(z.object({ amount_kopecks: z.number() }))
        .parse(rows)
        .filter((row) => this.#wished.has(row.amount_kopecks)).length;
    } finally {
      database.close();
    }
  }

  /** Lines of the statement that credited wishes. */
  async allCredits(): Promise<number> {
    const found = await this.#payments('');
    return found.filter(({ amountKopecks }) => this.#wished.has(amountKopecks)).length;
  }

  /** The newest lines of payments on the contract. */
  async #payments(search: string): Promise<readonly StatementEntry[]> {
    const { accessToken, contracts } = await this.#signIn();
    const where = fillPath(operations.statement.page.path, { contractNumber: contracts[0] ?? '' });
    const lines: StatementEntry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({ kind: 'payments', limit: '200', ...(cursor === '' ? {} : { cursor }) });
      if (search !== '') query.set('search', search);
      const { status, body } = await this.#api.call('GET', `${where}?${query.toString()}`, { token: accessToken });
      if (status !== 200) throw new Error(`The statement was refused: ${JSON.stringify(body)}`);
      const page = statementPage.parse(body);
      lines.push(...page.entries);
      cursor = page.nextCursor;
    }
    return lines;
  }

  /** The ledger proved by the service's own command on the database that the falls left: empty when it is clean. */
  async audit(): Promise<string[]> {
    await this.#service.stop();
    const entry = path.join(projectRoot, 'operator', 'main.ts');
    const child = spawn(process.execPath, [entry, 'audit', '--data', path.join(this.folder, 'service')], {
      env: this.#env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = new Output(child.stdout, child.stderr);
    const { code } = await ended(child);
    return code === 0 ? [] : [`the audit is not clean: ${output.text}`];
  }

  #origin(place: Place): string {
    return `http://127.0.0.1:${this.#ports[place]}`;
  }

  #control(): ProviderControl {
    const control = createProviderControl(this.#access());
    if (control === null) throw new Error('Nobody plays the outside world.');
    return control;
  }

  #access(): ProviderAccess {
    return {
      origin: this.#origin('paymentSystem'),
      merchantKey: this.#keys.merchant,
      webhookSecret: this.#keys.webhook,
      controlKey: this.#keys.control,
    };
  }

  #env(): NodeJS.ProcessEnv {
    const env = { ...process.env };
    delete env['OPERATOR_DATABASE_URL'];
    return {
      ...env,
      OPERATOR_PAYMENT_MERCHANT_KEY: this.#keys.merchant,
      OPERATOR_PAYMENT_WEBHOOK_SECRET: this.#keys.webhook,
      OPERATOR_PAYMENT_CONTROL_KEY: this.#keys.control,
    };
  }
}
