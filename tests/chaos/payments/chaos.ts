import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentRequest } from '#protocol/api/payments.ts';
import { Reconciliation } from './reconciliation.ts';
import { Client } from './client-process.ts';
import { SeededRandom } from './seeded-random.ts';
import { Payer } from './payer.ts';
import { nextAction } from './next-action.ts';
import { ChaosEnvironment } from './environment.ts';

export interface ChaosOptions {
  readonly runs: number;
  /** The same seed draws the same kills; their exact moment in the other processes still varies. */
  readonly seed: number;
  readonly log: (text: string) => void;
}

/** Result of all runs. */
export interface ChaosResult {
  readonly name: 'payments';
  readonly runs: number;
  readonly seed: number;
  readonly kills: { readonly client: number; readonly service: number; readonly paymentSystem: number };
  /** Runs in which the money was charged but not credited, or never charged before the time limit. */
  readonly lost: number;
  /** Runs in which the money was charged or credited more than once. */
  readonly doubled: number;
  /** Runs in which the program reported an unpaid payment that was charged. */
  readonly untrue: number;
  /** The faults found, one line each. */
  readonly faults: readonly string[];
  readonly pass: boolean;
}

/** Time limit of a run; a run that exceeds it counts as lost. */
const TIMEOUT_MS = 90_000;
const POLL_INTERVAL_MS = 40;
/** All kills of a run happen within one of these times after its start. An undisturbed payment takes less than a second. */
const KILL_WINDOWS_MS = [250, 700, 2_000] as const;

/** After STALL_MS the clock advances by LEASE_MS, the time for which the service reserves a request for its first sender. */
const STALL_MS = 3_000;
const LEASE_MS = 35_000;

interface Kill {
  readonly atMs: number;
  readonly target: 'client' | 'service' | 'paymentSystem';
}

function drawKills(random: SeededRandom): Kill[] {
  const withinMs = random.pick(KILL_WINDOWS_MS);
  const kills = Array.from({ length: random.integer(1, 4) }, () => ({
    atMs: random.integer(0, withinMs),
    target: random.pick(['client', 'client', 'service', 'paymentSystem'] as const),
  }));
  return kills.sort((a, b) => a.atMs - b.atMs);
}

/** Kills each process at its planned time and restarts it after up to 400 ms. */
async function performKills(
  environment: ChaosEnvironment,
  client: Client,
  kills: readonly Kill[],
  random: SeededRandom,
): Promise<void> {
  const startedAt = Date.now();
  for (const { atMs, target } of kills) {
    await sleep(Math.max(0, startedAt + atMs - Date.now()));
    const downMs = random.integer(0, 400);
    if (target === 'client') await client.killAndRestart(downMs);
    else await environment.killAndRestart(target, downMs);
  }
}

/** Completes one payment, with retries, while processes are killed. */
async function runOnce(
  environment: ChaosEnvironment,
  random: SeededRandom,
  request: PaymentRequest,
  reconciliation: Reconciliation,
): Promise<string[]> {
  const payer = new Payer(random);
  const client = await Client.start(environment, request, random);
  const killing = performKills(environment, client, drawKills(random), random);
  const deadline = Date.now() + TIMEOUT_MS;
  let advanceAt = Date.now() + STALL_MS;
  try {
    for (;;) {
      if (Date.now() > deadline) return [`nothing came of it: ${client.last()}`];
      const action = nextAction(client.state(), request);
      if (action.kind === 'done') break;
      if (Date.now() > advanceAt) {
        // Skips the service's retry delay. The service may be killed during this request.
        await environment.advanceClock(LEASE_MS).catch(() => undefined);
        advanceAt = Date.now() + STALL_MS;
      }
      await client.perform(action);
      payer.handlePage(client);
      await sleep(POLL_INTERVAL_MS);
    }
    await killing;
    await payer.idle();
    return await reconciliation.faults(environment, request, client.reportedUnpaid());
  } finally {
    await killing.catch(() => undefined);
    await client.stop();
  }
}

/**
 * Makes payments while the program, the service and the payment system are killed at random moments. Each run is one payment;
 * afterwards it must be charged once and credited once, and the program must not have reported it as unpaid.
 */
export async function run({ runs, seed, log }: ChaosOptions): Promise<ChaosResult> {
  const random = new SeededRandom(seed);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-chaos-'));
  const environment = new ChaosEnvironment(folder);
  const reconciliation = new Reconciliation();
  const faults: string[] = [];
  try {
    await environment.start();
    for (let number = 1; number <= runs; number += 1) {
      await environment.prepareRun(random);
      // A unique amount identifies the payments of a run.
      const request = environment.createRequest(10_000 + number);
      const found = await runOnce(environment, random, request, reconciliation);
      faults.push(...found.map((fault) => `run ${number}: ${fault}`));
      if (number % 10 === 0 || number === runs) log(`${number} of ${runs} runs, ${faults.length} faults`);
    }
    await environment.waitForWebhooks();
    faults.push(...(await reconciliation.checkTotals(environment, runs)));
    faults.push(...(await environment.audit()));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    await environment.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return {
    name: 'payments',
    runs,
    seed,
    kills: environment.kills(),
    lost: reconciliation.lost,
    doubled: reconciliation.doubled,
    untrue: reconciliation.untrue,
    faults,
    pass: faults.length === 0,
  };
}
