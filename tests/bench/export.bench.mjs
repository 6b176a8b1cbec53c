/**
 * `export`: memory use of the service while it writes a statement of 1,000,000 lines.
 *
 * Method. The operator service runs in a separate process with a database of one such contract. Resident memory is read
 * while the service is idle after a sign-in; its peak (the kernel's high-water mark) is read
 * after the last byte of the file. The CSV is exported twice, once for a client that reads as fast as it can and once for a
 * slow client, for which an export without backpressure would buffer the file; the XLSX is exported once.
 *
 * The value is peak minus idle, in MiB; there is no baseline. An additional row per file checks that memory stays constant:
 * the peak of the second half of the file minus that of the first, sampled four times a
 * second while the same process writes the file again. (During the first file V8 doubles its young generation once, at an
 * arbitrary moment and independent of the number of lines.) Switches: --lines <number>.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accountCreator } from '../../operator/domains/accounts/accounts.ts';
import { createPasswords } from '../../operator/domains/accounts/passwords/passwords.ts';
import { openCore } from '../../operator/platform/lifecycle/core.ts';
import { migrations } from '../../operator/migrations/index.ts';
import { writeLongStatement } from './support/long-statement.ts';
import { wholeSwitch } from './support/switches.mjs';

const BUDGET_MIB = 200;
/** A tenth of the whole budget: memory that grows with the lines would need several times that for half a million lines. */
const GROWTH_BUDGET_MIB = 20;
const LOOK_MS = 250;
const LINES = 1_000_000;
const CONTRACT = '3000000000';
const KIB_PER_MIB = 1_024;
const SETTLE_MS = 3_000;
/** The slow client pauses for this long after each chunk of this many bytes. */
const SLOW_MS = 4;
const SLOW_BYTES = 128 * 1024;
const person = { email: 'reader@example.test', password: 'seven herons by the river' };
const service = fileURLToPath(new URL('../../operator/main.ts', import.meta.url));

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export async function run({ log, args }) {
  if (process.platform !== 'linux') throw new Error('This benchmark reads /proc and runs on Linux alone.');
  const lines = wholeSwitch(args, 'lines') ?? LINES;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  try {
    await fill(path.join(folder, 'operator.sqlite'), lines);
    const rows = [];
    for (const one of [
      { name: 'export', file: 'csv', slow: false },
      { name: 'export-slow-client', file: 'csv', slow: true },
      { name: 'export-xlsx', file: 'xlsx', slow: false },
    ]) {
      const { above, growth } = await measure(folder, one, log);
      for (const [name, value, budget] of /** @type {const} */ ([
        [one.name, above, BUDGET_MIB],
        [`${one.name}-growth`, growth, GROWTH_BUDGET_MIB],
      ])) {
        rows.push({ name, unit: 'MiB', value, baseline: null, ratio: null, budget, pass: value <= budget });
      }
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Uses a separate process per file, because the heap growth of one export would hide that of the next.
 *
 * @param {string} folder
 * @param {{ name: string, file: string, slow: boolean }} one
 * @param {(text: string) => void} log
 * @returns {Promise<{ above: number, growth: number }>} MiB: peak above idle, and second half above the first half
 */
async function measure(folder, { name, file, slow }, log) {
  const child = spawn(process.execPath, [service, '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [greeting] = /** @type {[string]} */ (await once(createInterface(child.stdout), 'line'));
    const { origin } = JSON.parse(greeting);
    const token = await signIn(origin);
    await pause(SETTLE_MS);
    const idle = await memory(child.pid ?? 0, 'VmRSS');
    await writeFile(`/proc/${child.pid}/clear_refs`, '5');
    const url = `${origin}/v1/contracts/${CONTRACT}/statement.${file}?language=en`;
    const began = performance.now();
    const bytes = await download(url, token, slow);
    const seconds = (performance.now() - began) / 1000;
    const most = await memory(child.pid ?? 0, 'VmHWM');
    /** @type {{ bytes: number, held: number }[]} */
    const looks = [];
    await download(url, token, slow, async (taken) => {
      looks.push({ bytes: taken, held: await memory(child.pid ?? 0, 'VmRSS') });
    });
    const half = (/** @type {boolean} */ second) =>
      Math.max(...looks.filter((look) => look.bytes > bytes / 2 === second).map(({ held }) => held));
    const [first, second] = [half(false), half(true)];
    if (!Number.isFinite(first) || !Number.isFinite(second)) throw new Error('too short a file to look at its halves');
    log(
      `${name}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; idle ${idle.toFixed(0)} MiB, at most ${most.toFixed(0)} MiB; once more, by halves ${first.toFixed(0)} and ${second.toFixed(0)} MiB`,
    );
    return { above: most - idle, growth: second - first };
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

/**
 * @param {string} file
 * @param {number} lines
 */
async function fill(file, lines) {
  const core = await openCore({ migrations, address: { kind: 'sqlite', file } });
  try {
    await writeLongStatement(core, CONTRACT, lines);
    const create = accountCreator(createPasswords(), () => core.clock.now());
    await create(core.db, { ...person, name: 'Reader', contracts: [{ number: CONTRACT, label: null }] });
  } finally {
    await core.close();
  }
}

/**
 * @param {string} origin
 * @returns {Promise<string>}
 */
async function signIn(origin) {
  const answer = await fetch(`${origin}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, computer: 'own', device: { name: 'Bench', platform: 'linux' } }),
  });
  if (!answer.ok) throw new Error(`the sign-in was refused: ${await answer.text()}`);
  const { accessToken } = /** @type {{ accessToken: string }} */ (await answer.json());
  return accessToken;
}

/**
 * Downloads the whole file and discards it.
 *
 * @param {string} url
 * @param {string} token
 * @param {boolean} slow
 * @param {(bytes: number) => Promise<void>} [look] called regularly with the number of bytes read
 * @returns {Promise<number>} bytes
 */
async function download(url, token, slow, look) {
  const request = http.get(url, { agent: false, headers: { authorization: `Bearer ${token}` } });
  const [answer] = /** @type {[http.IncomingMessage]} */ (await once(request, 'response'));
  if (answer.statusCode !== 200) throw new Error(`the export was refused: ${answer.statusCode}`);
  let bytes = 0;
  let sincePause = 0;
  let looked = performance.now();
  for await (const part of answer) {
    bytes += part.length;
    sincePause += part.length;
    if (look !== undefined && performance.now() - looked >= LOOK_MS) {
      looked = performance.now();
      await look(bytes);
    }
    if (slow && sincePause >= SLOW_BYTES) {
      sincePause = 0;
      await pause(SLOW_MS);
    }
  }
  if (!answer.complete) throw new Error('the file was cut off');
  return bytes;
}

/**
 * @param {number} pid
 * @param {'VmRSS' | 'VmHWM'} field
 * @returns {Promise<number>} MiB
 */
async function memory(pid, field) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
  if (!Number.isFinite(kib)) throw new Error(`/proc says nothing of ${field}`);
  return kib / KIB_PER_MIB;
}
