import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { PaymentRequest } from '#protocol/api/payments.ts';
import { trackedPayment, type TrackedPayment } from '#protocol/ipc/state.ts';
import { end, ended, jsonLine } from '#tests/child.ts';
import { projectRoot } from '#tests/paths.ts';
import { reportsUnpaid, type Action, type ClientState } from './next-action.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { ChaosEnvironment } from './environment.ts';

const paymentsEvent = z.object({ payments: z.array(trackedPayment) });
const openedEvent = z.object({ opened: z.string(), pageUrl: z.url().nullable() });
const refusedEvent = z.object({ refused: z.string() });

/** An open page of the payment system. */
export interface OpenPage {
  readonly id: string;
  readonly url: string;
}

/** Driver of the client process (client.ts), which is killed and restarted on the same folder. */
export class Client {
  readonly #environment: ChaosEnvironment;
  readonly #folder: string;
  readonly #request: PaymentRequest;
  #child: ChildProcess | undefined;
  #payments: readonly TrackedPayment[] | null = null;
  #busy = false;
  #page: OpenPage | null = null;
  #asked = new Set<string>();
  readonly #unpaid = new Map<string, TrackedPayment>();
  #last = 'nothing was said';

  private constructor(environment: ChaosEnvironment, folder: string, request: PaymentRequest) {
    this.#environment = environment;
    this.#folder = folder;
    this.#request = request;
  }

  static async start(environment: ChaosEnvironment, request: PaymentRequest, random: SeededRandom): Promise<Client> {
    const folder = path.join(environment.folder, `client-${request.amountKopecks}-${random.integer(0, 1_000_000)}`);
    await mkdir(folder, { recursive: true });
    const client = new Client(environment, folder, request);
    await client.#launch();
    return client;
  }

  state(): ClientState {
    return { payments: this.#payments, busy: this.#busy };
  }

  /** The open page; null if none. */
  page(): OpenPage | null {
    return this.#page;
  }

  last(): string {
    return this.#last;
  }

  /** Every payment that the program reported as not charged. */
  reportedUnpaid(): readonly TrackedPayment[] {
    return [...this.#unpaid.values()];
  }

  /** Kills the process with SIGKILL and starts it again. */
  async killAndRestart(downMs: number): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    this.#payments = null;
    this.#page = null;
    this.#busy = false;
    this.#environment.countClientKill();
    await end(child, 'SIGKILL');
    await sleep(downMs);
    await this.#launch();
  }

  async stop(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child, 'SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'pay':
        this.#busy = true;
        return this.#send({ pay: this.#request });
      case 'show':
        // Sent once per opened page; sent again after the page was closed.
        if (this.#page !== null || this.#asked.has(action.id)) return;
        this.#asked.add(action.id);
        return this.#send({ show: action.id });
      case 'dismiss':
        return this.#send({ dismiss: action.id });
      case 'wait':
      case 'done':
        return Promise.resolve();
    }
  }

  /** Closes the page: the payer was redirected back or closed the window. */
  async leavePage(how: 'returned' | 'window-closed'): Promise<void> {
    const page = this.#page;
    this.#page = null;
    if (page === null) return;
    this.#asked.delete(page.id);
    await this.#send({ page: page.id, how });
  }

  #send(order: object): Promise<void> {
    // Commands to a killed process are lost; the next process starts without them.
    this.#child?.stdin?.write(`${JSON.stringify(order)}\n`, () => undefined);
    return Promise.resolve();
  }

  async #launch(): Promise<void> {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'client.ts')], {
      cwd: projectRoot,
      env: { ...process.env, CHAOS_CLIENT: JSON.stringify({ ...this.#environment.session(), folder: this.#folder }) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined);
    this.#asked = new Set();
    this.#child = child;
    let errorOutput = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errorOutput = (errorOutput + text).slice(-4_000);
    });
    const ready = new Promise<'ready'>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (this.#child !== child) return;
        this.#last = line.slice(0, 2_000);
        const value = jsonLine(line);
        if (value === undefined) return;
        this.#handleEvent(value);
        if (value['ready'] === true) resolve('ready');
      });
    });
    if ((await Promise.race([ready, ended(child)])) !== 'ready') {
      throw new Error(`The client ended by itself: ${errorOutput}`);
    }
  }

  #handleEvent(value: Readonly<Record<string, unknown>>): void {
    const page = openedEvent.safeParse(value);
    if (page.success && page.data.pageUrl !== null) this.#page = { id: page.data.opened, url: page.data.pageUrl };
    if (refusedEvent.safeParse(value).success) this.#busy = false;
    const event = paymentsEvent.safeParse(value);
    if (!event.success) return;
    this.#payments = event.data.payments;
    for (const payment of this.#payments) {
      if (reportsUnpaid(payment)) this.#unpaid.set(payment.id, payment);
      // The payment is in the list, which now decides whether the button is active.
      if (payment.amountKopecks === this.#request.amountKopecks) this.#busy = false;
      if (payment.phase !== 'at-page' && this.#page?.id === payment.id) this.#page = null;
    }
  }
}
