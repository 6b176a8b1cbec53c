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
import type { SeededRandom } from './seeded-random.ts';
import { Killable } from './process.ts';

export type ServerProcess = 'service' | 'paymentSystem';

/** The session that `client.ts` uses. */
export interface ClientSession {
  readonly origin: string;
  readonly accessToken: string;
  readonly accountId: string;
  readonly contracts: readonly string[];
  readonly pollIntervalMs: number;
}

const POLL_INTERVAL_MS = 250;
/** Time limit of a request to the service. */
const SETTLE_MS = 10_000;

/** The operator service and the payment system, each in its own process that can be killed and restarted. */
export class ChaosEnvironment {
  readonly folder: string;
  readonly #keys = {
    merchant: randomBytes(24).toString('base64url'),
    webhook: randomBytes(24).toString('base64url'),
    control: randomBytes(24).toString('base64url'),
  };
  #ports = { service: 0, paymentSystem: 0 };
  #clientKills = 0;
  #session: ClientSession | null = null;
  readonly #requestedAmounts = new Set<number>();
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

  /** Kills the process with SIGKILL and starts it again. */
  async killAndRestart(place: ServerProcess, downMs: number): Promise<void> {
    const process_ = place === 'service' ? this.#service : this.#paymentSystem;
    await process_.kill();
    await sleep(downMs);
    await process_.start();
  }

  countClientKill(): void {
    this.#clientKills += 1;
  }

  kills(): { client: number; service: number; paymentSystem: number } {
    return { client: this.#clientKills, service: this.#service.kills, paymentSystem: this.#paymentSystem.kills };
  }

  /** Signs in and draws the webhook fault of this run: none, lost, or delivered twice in the wrong order. */
  async prepareRun(random: SeededRandom): Promise<void> {
    const fault = random.pick(['none', 'none', 'lost', 'doubled'] as const);
    await this.#control().setFaults({
      down: false,
      lostWebhooks: fault === 'lost',
      doubledWebhooks: fault === 'doubled',
    });
    this.#session = await this.#signIn();
  }

  async #signIn(): Promise<ClientSession> {
    const grant = await this.#api.signIn(await this.#api.subscriber('healthy'));
    return {
      origin: this.#origin('service'),
      accessToken: grant.accessToken,
      accountId: grant.account.id,
      contracts: grant.account.contracts.map(({ number }) => number),
      pollIntervalMs: POLL_INTERVAL_MS,
    };
  }

  session(): ClientSession {
    if (this.#session === null) throw new Error('Nobody is signed in.');
    return this.#session;
  }

  createRequest(amountKopecks: number): PaymentRequest {
    const [payee = ''] = this.session().contracts;
    this.#requestedAmounts.add(amountKopecks);
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

  /** Advances the service's clock, so that retry delays pass without waiting. */
  async advanceClock(ms: number): Promise<void> {
    const answer = await fetch(`${this.#origin('service')}${operations.console.advanceClock.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ms }),
      signal: AbortSignal.timeout(SETTLE_MS),
    });
    consoleClock.parse(await answer.json());
  }

  /** Waits until all webhooks are sent or the time limit is reached; the service polls for lost ones. */
  async waitForWebhooks(): Promise<void> {
    const deadline = Date.now() + SETTLE_MS;
    while (Date.now() < deadline) {
      const all = await this.#control().orders();
      if (all.every(({ unsentWebhooks }) => unsentWebhooks === 0)) return;
      await sleep(50);
    }
  }

  /** Orders of an amount at the payment system. */
  async orders(amountKopecks: number): Promise<ControlOrder[]> {
    const all = await this.#control().orders();
    return all.filter((order) => order.amountKopecks === amountKopecks);
  }

  /** Number of statement entries that credited the amount. */
  async credits(amountKopecks: number): Promise<number> {
    const search = (amountKopecks / 100).toFixed(2).replace('.', ',');
    const found = await this.#payments(search);
    return found.filter((entry) => entry.amountKopecks === amountKopecks).length;
  }

  /** Number of paid orders of all runs, read from the payment system's database because its console shows only the newest. */
  allCharges(): number {
    const database = new Database(path.join(this.folder, 'payment-system', 'payment-provider.sqlite'));
    try {
      const rows = database.prepare("select amount_kopecks from orders where status = 'succeeded'").all();
      return z
        .array(z.object({ amount_kopecks: z.number() }))
        .parse(rows)
        .filter((row) => this.#requestedAmounts.has(row.amount_kopecks)).length;
    } finally {
      database.close();
    }
  }

  /** Number of statement entries that credited payments of the runs. */
  async allCredits(): Promise<number> {
    const found = await this.#payments('');
    return found.filter(({ amountKopecks }) => this.#requestedAmounts.has(amountKopecks)).length;
  }

  /** Statement entries of payments, optionally filtered by a search text. */
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

  /** Runs the service's `audit` command on the remaining database. Returns no lines when the ledger is clean. */
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

  #origin(place: ServerProcess): string {
    return `http://127.0.0.1:${this.#ports[place]}`;
  }

  #control(): ProviderControl {
    const control = createProviderControl(this.#access());
    if (control === null) throw new Error('The payment system has no control interface.');
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
