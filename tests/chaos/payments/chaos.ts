import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentRequest } from '#protocol/api/payments.ts';
import { Books } from './books.ts';
import { Client } from './client-process.ts';
import { Chance } from './random.ts';
import { Payer } from './payer.ts';
import { nextDeed } from './person.ts';
import { World } from './environment.ts';

export interface ChaosOptions {
  readonly runs: number;
  /** The same seed kills at the same moments, as far as processes can be told when. */
  readonly seed: number;
  readonly log: (text: string) => void;
}

/** What all runs came to. */
export interface ChaosResult {
  readonly name: 'payments';
  readonly runs: number;
  readonly seed: number;
  readonly kills: { readonly client: number; readonly service: number; readonly paymentSystem: number };
  /** Runs in which money was taken and not credited, or never taken although the person went on. */
  readonly lost: number;
  /** Runs in which money was taken or credited more than once. */
  readonly doubled: number;
  /** Runs in which the program said that no money moved, and it had. */
  readonly untrue: number;
  /** What went wrong, a line each. */
  readonly faults: readonly string[];
  readonly pass: boolean;
}

/** A person gives up after this long: the run is lost. */
const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 40;
/** Kills come within one of these times of the payment's beginning: an undisturbed one takes less than a second. */
const DANGERS_MS = [250, 700, 2_000] as const;

/** Nothing happened for so long that somebody must be waiting; and how long a request is held for whoever began it. */
const STALL_MS = 3_000;
const LEASE_MS = 35_000;

interface Strike {
  readonly atMs: number;
  readonly whom: 'client' | 'service' | 'paymentSystem';
}

function strikesOf(chance: Chance): Strike[] {
  const withinMs = chance.pick(DANGERS_MS);
  const strikes = Array.from({ length: chance.whole(1, 4) }, () => ({
    atMs: chance.whole(0, withinMs),
    whom: chance.pick(['client', 'client', 'service', 'paymentSystem'] as const),
  }));
  return strikes.sort((a, b) => a.atMs - b.atMs);
}

/** Kills what the plan names when its time comes, and starts it again a moment later. */
async function strike(world: World, client: Client, strikes: readonly Strike[], chance: Chance): Promise<void> {
  const began = Date.now();
  for (const { atMs, whom } of strikes) {
    await sleep(Math.max(0, began + atMs - Date.now()));
    const downMs = chance.whole(0, 400);
    if (whom === 'client') await client.fall(downMs);
    else await world.fall(whom, downMs);
  }
}

/** One person pays once, however often they have to begin anew, while processes fall. */
async function runOnce(world: World, chance: Chance, wish: PaymentRequest, books: Books): Promise<string[]> {
  const payer = new Payer(chance);
  const client = await Client.start(world, wish, chance);
  const falling = strike(world, client, strikesOf(chance), chance);
  const deadline = Date.now() + PATIENCE_MS;
  let wakeful = Date.now() + STALL_MS;
  try {
    for (;;) {
      if (Date.now() > deadline) return [`nothing came of it: ${client.last()}`];
      const deed = nextDeed(client.seen(), wish);
      if (deed.kind === 'done') break;
      if (Date.now() > wakeful) {
        // What is tried again after half a minute need not be waited for. It may fall while it does so.
        await world.letTimePass(LEASE_MS).catch(() => undefined);
        wakeful = Date.now() + STALL_MS;
      }
      await client.perform(deed);
      payer.attend(client);
      await sleep(LOOK_EVERY_MS);
    }
    await falling;
    await payer.idle();
    return await books.faults(world, wish, client.saidUnpaid());
  } finally {
    await falling.catch(() => undefined);
    await client.stop();
  }
}

/**
 * Payments while the program, the service and the payment system are killed at random moments. Each run is one wish to pay;
 * in the end the payment system has taken the money once, the ledger has it once, and nothing said on the way was untrue.
 */
export async function run({ runs, seed, log }: ChaosOptions): Promise<ChaosResult> {
  const chance = new Chance(seed);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cabinet-chaos-'));
  const world = new World(folder);
  const books = new Books();
  const faults: string[] = [];
  try {
    await world.start();
    for (let number = 1; number <= runs; number += 1) {
      await world.weather(chance);
      // An amount of its own tells a run's money from every other's.
      const wish = world.wish(10_000 + number);
      const found = await runOnce(world, chance, wish, books);
      faults.push(...found.map((fault) => `run ${number}: ${fault}`));
      if (number % 10 === 0 || number === runs) log(`${number} of ${runs} runs, ${faults.length} faults`);
    }
    await world.settled();
    faults.push(...(await books.reckon(world, runs)));
    faults.push(...(await world.audit()));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return {
    name: 'payments',
    runs,
    seed,
    kills: world.kills(),
    lost: books.lost,
    doubled: books.doubled,
    untrue: books.untrue,
    faults,
    pass: faults.length === 0,
  };
}
