import PQueue from 'p-queue';
import { addDays } from '../clock/days.ts';
import type { ServiceClock } from '../clock/clock.ts';
import { startOfDay } from '../clock/zone.ts';

export interface SchedulerDeps {
  readonly clock: ServiceClock;
  readonly timeZone: string;
  /** Runs all missing billing days up to today, in order. */
  readonly runDays: () => Promise<unknown>;
  /** Daily clean-up, after billing. */
  readonly tidy: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Runs the daily job when the operator's day starts. */
export interface Scheduler {
  /** Catches up, then waits for the next day. Throws when catching up fails. */
  start(): Promise<void>;
  /** Runs due days now (after the clock was moved); concurrent calls are queued. */
  run(): Promise<void>;
  /** Stops; resolves when a run in progress has ended. */
  stop(): Promise<void>;
}

/**
 * Longest interval between clock checks, ms. A single timer until midnight would be late after computer sleep and would
 * not notice another instance moving the clock.
 */
const LONGEST_WAIT_MS = 20_000;

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { clock, timeZone, runDays, tidy, onError } = deps;
  let doneDay = '';
  const queue = new PQueue({ concurrency: 1 });
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function runOnce(): Promise<void> {
    const today = clock.today();
    await runDays();
    if (today === doneDay) return;
    doneDay = today;
    await tidy();
  }

  function run(): Promise<void> {
    return queue.add(runOnce);
  }

  async function look(): Promise<void> {
    await clock.reload();
    if (clock.today() !== doneDay) await run();
  }

  function arm(): void {
    if (stopped) return;
    const untilMidnight = startOfDay(addDays(clock.today(), 1), timeZone) - clock.now();
    timer = setTimeout(
      () => {
        look().catch(onError).finally(arm);
      },
      Math.min(Math.max(untilMidnight, 10), LONGEST_WAIT_MS),
    );
    timer.unref();
  }

  return {
    run,
    async start() {
      await run();
      arm();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await queue.onIdle();
    },
  };
}
