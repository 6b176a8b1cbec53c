/**
 * `memory`: memory use of the program with an idle dashboard, compared with the idle empty Vue starter; and,
 * separately, memory use of the embedded operator service.
 *
 * Method. Proportional set size of all processes of the program (main, page, GPU, network, crash handler):
 * memory shared between processes counts once. Read when it is stable: readings one second apart that agree, at the earliest
 * after six seconds. For the ratio, the operator service is a separate process outside the program, as with a real operator.
 * `memory-service` starts the program a second time with its embedded service, demo data and the dashboard shown, and counts
 * only the utility process.
 *
 * Fairness. Same Electron, switches, display, session bus and key ring; three alternating starts of each, medians; the
 * DevTools port that reports when the dashboard is shown is open on both sides and released before memory is read. Both run
 * without Chromium's sandbox here, because other processes may not read the memory figures of a sandboxed process.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withBench } from './support/environment.mjs';
import { settledMemory, sumKib } from './support/process-memory.mjs';
import { startProgram } from './support/program.mjs';
import { withSignedIn } from './support/signed-in.mjs';
import { summary, summaryText } from './support/statistics.mjs';

const ROUNDS = 3;
const BUDGET = 1.1;
const SERVICE_BUDGET_MIB = 120;
const KIB_PER_MIB = 1_024;
const READABLE = '--no-sandbox';

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export function run({ log }) {
  if (process.platform !== 'linux') throw new Error('This benchmark reads /proc and runs on Linux alone.');
  return withBench(log, (given) =>
    withOwnElectron(given, (bench) =>
      withSignedIn(bench, async ({ env, args: switches, profile, otherProfile }) => {
        const args = [...switches, READABLE];
        const { executable, ours, starter } = bench;
        const sides = [
          {
            name: 'baseline',
            program: { executable, folder: starter, profile: otherProfile, args, env },
            mark: undefined,
          },
          { name: 'ours', program: { executable, folder: ours, profile, args, env }, mark: 'overview-shown' },
        ];
        /** @type {Record<string, number[]>} */
        const measured = { baseline: [], ours: [] };
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const { name, program, mark } of sides) {
            const list = await idle(program, mark);
            if (round === 0) tell(log, name, list);
            measured[name]?.push(sumKib(list) / KIB_PER_MIB);
          }
        }
        const value = summary(measured['ours'] ?? []);
        const baseline = summary(measured['baseline'] ?? []);
        log(`baseline ${summaryText(baseline, 'MiB')}`);
        log(`ours     ${summaryText(value, 'MiB')}`);
        const ratio = value.median / baseline.median;
        const service = await embedded(bench, env, log);
        return [
          {
            name: 'memory',
            unit: 'MiB',
            value: value.median,
            baseline: baseline.median,
            ratio,
            budget: BUDGET,
            pass: ratio <= BUDGET,
          },
          {
            name: 'memory-service',
            unit: 'MiB',
            value: service,
            baseline: null,
            ratio: null,
            budget: SERVICE_BUDGET_MIB,
            pass: service <= SERVICE_BUDGET_MIB,
          },
        ];
      }),
    ),
  );
}

/**
 * Runs a function with its own copy of Electron. Pages of an executable are shared by all its processes, and proportional
 * set size counts only a share of them: another running Electron would lower the figures,
 * by different amounts on the two sides.
 *
 * @template T
 * @param {import('./support/environment.mjs').Bench} bench
 * @param {(bench: import('./support/environment.mjs').Bench) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withOwnElectron(bench, work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-electron-'));
  try {
    await cp(path.dirname(bench.executable), folder, { recursive: true, verbatimSymlinks: true });
    return await work({ ...bench, executable: path.join(folder, path.basename(bench.executable)) });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('./support/program.mjs').ProgramOptions} options
 * @param {string | undefined} mark
 * @returns {Promise<import('./support/process-memory.mjs').ProcessMemory[]>}
 */
async function idle(options, mark) {
  const program = startProgram(options);
  try {
    const page = await program.page();
    if (mark !== undefined) await page.reached(mark);
    page.close();
    return await settledMemory(program.pid);
  } finally {
    await program.end();
  }
}

/**
 * Signs in at the embedded service and returns the memory of its process in MiB.
 *
 * @param {import('./support/environment.mjs').Bench} bench
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} log
 */
async function embedded({ executable, ours }, env, log) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  const program = startProgram({
    executable,
    folder: ours,
    profile,
    args: ['--password-store=gnome-libsecret', READABLE],
    env,
  });
  try {
    const page = await program.page();
    await page.reached('sign-in-usable');
    await page.evaluate(SIGN_IN_AT_EMBEDDED);
    await page.reached('overview-shown');
    page.close();
    const list = await settledMemory(program.pid);
    tell(log, 'with its embedded service', list);
    const services = list.filter(({ command }) => command.includes('--utility-sub-type=node.mojom.NodeService'));
    if (services.length !== 1) throw new Error(`${services.length} utility processes look like the embedded service`);
    return sumKib(services) / KIB_PER_MIB;
  } finally {
    await program.end();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the page: waits for the service, then signs in as its first demo subscriber. */
const SIGN_IN_AT_EMBEDDED = `(async () => {
  const { connection, demo, session } = window.cabinet;
  await new Promise((resolve) => {
    const off = connection.onChanged((status) => { if (status.state === 'up') { off(); resolve(); } });
    connection.status().then((answer) => { if (answer.ok && answer.value.state === 'up') { off(); resolve(); } });
  });
  const answered = await demo.subscribers();
  const [first] = answered.value.subscribers;
  const answer = await session.signIn({ email: first.email, password: first.password, computer: 'shared' });
  if (!answer.ok) throw new Error('the sign-in was refused: ' + JSON.stringify(answer.failure));
})()`;

/**
 * @param {(text: string) => void} log
 * @param {string} name
 * @param {import('./support/process-memory.mjs').ProcessMemory[]} list
 */
function tell(log, name, list) {
  for (const { command, kib } of list) {
    const kind = /--type=(\S+)/.exec(command)?.[1] ?? (/crashpad/.test(command) ? 'crash handler' : 'main');
    const part = /--utility-sub-type=(\S+)/.exec(command)?.[1] ?? '';
    log(`${name}: ${kind} ${part} ${Math.round(kib / KIB_PER_MIB)} MiB`);
  }
}
