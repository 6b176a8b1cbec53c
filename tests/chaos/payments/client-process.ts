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
import { saysUnpaid, type Deed, type Seen } from './person.ts';
import type { Chance } from './random.ts';
import type { World } from './environment.ts';

const told = z.object({ payments: z.array(trackedPayment) });
const opened = z.object({ opened: z.string(), pageUrl: z.url().nullable() });
const refused = z.object({ refused: z.string() });

/** A page of the payment system that stands open in front of the payer. */
export interface OpenPage {
  readonly id: string;
  readonly url: string;
}

/** The program's payments in a process that is killed and started again on the same folder, and who sits in front of it. */
export class Client {
  readonly #world: World;
  readonly #folder: string;
  readonly #wish: PaymentRequest;
  #child: ChildProcess | undefined;
  #payments: readonly TrackedPayment[] | null = null;
  #busy = false;
  #page: OpenPage | null = null;
  #asked = new Set<string>();
  readonly #unpaid = new Map<string, TrackedPayment>();
  #last = 'nothing was said';

  private constructor(world: World, folder: string, wish: PaymentRequest) {
    this.#world = world;
    this.#folder = folder;
    this.#wish = wish;
  }

  static async start(world: World, wish: PaymentRequest, chance: Chance): Promise<Client> {
    const folder = path.join(world.folder, `client-${wish.amountKopecks}-${chance.whole(0, 1_000_000)}`);
    await mkdir(folder, { recursive: true });
    const client = new Client(world, folder, wish);
    await client.#launch();
    return client;
  }

  seen(): Seen {
    return { payments: this.#payments, busy: this.#busy };
  }

  /** The page that is open now; null: none. */
  page(): OpenPage | null {
    return this.#page;
  }

  last(): string {
    return this.#last;
  }

  /** Every payment of which the program said that no money moved. */
  saidUnpaid(): readonly TrackedPayment[] {
    return [...this.#unpaid.values()];
  }

  /** Killed as by a power cut, and started again. */
  async fall(downMs: number): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    this.#payments = null;
    this.#page = null;
    this.#busy = false;
    this.#world.clientFell();
    await end(child, 'SIGKILL');
    await sleep(downMs);
    await this.#launch();
  }

  async stop(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child, 'SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async perform(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'pay':
        this.#busy = true;
        return this.#order({ pay: this.#wish });
      case 'show':
        // Pressed once; pressed again when the window was closed meanwhile.
        if (this.#page !== null || this.#asked.has(deed.id)) return;
        this.#asked.add(deed.id);
        return this.#order({ show: deed.id });
      case 'dismiss':
        return this.#order({ dismiss: deed.id });
      case 'wait':
      case 'done':
        return Promise.resolve();
    }
  }

  /** The payer is done with the page: led back, or closed the window. */
  async leavePage(how: 'returned' | 'window-closed'): Promise<void> {
    const page = this.#page;
    this.#page = null;
    if (page === null) return;
    this.#asked.delete(page.id);
    await this.#order({ page: page.id, how });
  }

  #order(order: object): Promise<void> {
    // A process that was just killed hears nothing; the next one begins anew.
    this.#child?.stdin?.write(`${JSON.stringify(order)}\n`, () => undefined);
    return Promise.resolve();
  }

  async #launch(): Promise<void> {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'client.ts')], {
      cwd: projectRoot,
      env: { ...process.env, CHAOS_CLIENT: JSON.stringify({ ...this.#world.person(), folder: this.#folder }) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined);
    this.#asked = new Set();
    this.#child = child;
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-4_000);
    });
    const ready = new Promise<'ready'>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (this.#child !== child) return;
        this.#last = line.slice(0, 2_000);
        const value = jsonLine(line);
        if (value === undefined) return;
        this.#hear(value);
        if (value['ready'] === true) resolve('ready');
      });
    });
    if ((await Promise.race([ready, ended(child)])) !== 'ready') {
      throw new Error(`The client ended by itself: ${complaints}`);
    }
  }

  #hear(value: Readonly<Record<string, unknown>>): void {
    const page = opened.safeParse(value);
    if (page.success && page.data.pageUrl !== null) this.#page = { id: page.data.opened, url: page.data.pageUrl };
    if (refused.safeParse(value).success) this.#busy = false;
    const news = told.safeParse(value);
    if (!news.success) return;
    this.#payments = news.data.payments;
    for (const payment of this.#payments) {
      if (saysUnpaid(payment)) this.#unpaid.set(payment.id, payment);
      // It stands in the list: the button is judged by that now.
      if (payment.amountKopecks === this.#wish.amountKopecks) this.#busy = false;
      if (payment.phase !== 'at-page' && this.#page?.id === payment.id) this.#page = null;
    }
  }
}
