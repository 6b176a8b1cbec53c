/**
 * Memory of a program with all its processes, as proportional set size: memory shared between processes counts once,
 * so the sum neither counts shared memory several times nor leaves it out.
 */
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const SETTLE_EVERY_MS = 1_000;
const SETTLE_AT_LEAST_MS = 6_000;
const SETTLE_LIMIT_MS = 45_000;
/** The memory is stable when this many readings in a row differ by no more than this. */
const SETTLED_KIB = 1_024;
const SETTLED_READINGS = 3;

/**
 * @typedef {object} ProcessMemory
 * @property {number} pid
 * @property {string} command its command line
 * @property {number} kib
 */

/**
 * @param {number} root
 * @returns {Promise<number[]>} the process and all its descendants
 */
export async function processTree(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in brackets may contain spaces and brackets, so fields are counted from the last bracket.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (let index = 0; index < tree.length; index += 1) tree.push(...(children.get(tree[index] ?? 0) ?? []));
  return tree;
}

/**
 * @param {number} root
 * @returns {Promise<ProcessMemory[]>}
 */
export async function memoryOf(root) {
  const list = [];
  for (const pid of await processTree(root)) {
    const rollup = await readRollup(pid);
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
    const kib = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
    if (kib > 0) list.push({ pid, command, kib });
  }
  return list;
}

/**
 * Empty for a process that has ended. A process that may not be read is an error, because it would count as zero.
 *
 * @param {number} pid
 */
async function readRollup(pid) {
  try {
    return await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

/** @param {ProcessMemory[]} list */
export function sumKib(list) {
  return list.reduce((sum, { kib }) => sum + kib, 0);
}

/**
 * Waits until the program's memory is stable and returns the last reading.
 *
 * @param {number} root
 * @returns {Promise<ProcessMemory[]>}
 */
export async function settledMemory(root) {
  const began = Date.now();
  let last = await memoryOf(root);
  let close = 0;
  for (;;) {
    await pause(SETTLE_EVERY_MS);
    const now = await memoryOf(root);
    close = Math.abs(sumKib(now) - sumKib(last)) <= SETTLED_KIB ? close + 1 : 0;
    last = now;
    const elapsed = Date.now() - began;
    if (elapsed >= SETTLE_AT_LEAST_MS && close >= SETTLED_READINGS) return now;
    if (elapsed > SETTLE_LIMIT_MS) return now;
  }
}
