/**
 * `bundle`: JavaScript needed for the sign-in screen, gzip.
 *
 * Method. The program is started with a fresh profile, once in each language. When the page has set `sign-in-usable`,
 * its resource list shows which scripts it has requested so far: the entry, the imports of the entry
 * and the scripts loaded on demand (texts). Each file is compressed separately (gzip, level 9), as a server would send it;
 * the language with the largest sum counts. Scripts loaded later, while the user types, are not needed for the screen and
 * not counted. Scripts that the built page names statically always count, even when they are requested later.
 *
 * The baseline is the renderer of the empty Vue starter, counted in the same way. It is only for comparison (Vue and one
 * component); the test passes or fails by the budget in KiB.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { withBench } from './support/environment.mjs';
import { startProgram } from './support/program.mjs';

const BUDGET_KIB = 90;
const BYTES_PER_KIB = 1_024;
const LANGUAGES = ['ru', 'en', 'sv'];

/** @type {import('./support/compare-starts.mjs').BenchRun} */
export function run({ log }) {
  return withBench(log, async ({ executable, ours, starter, env }) => {
    const renderer = path.join(ours, 'dist', 'renderer');
    const built = await namedInPage(renderer);
    let value = 0;
    for (const language of LANGUAGES) {
      const asked = await askedFor({ executable, folder: ours, env, args: [`--language=${language}`] });
      const files = [...new Set([...built, ...asked])];
      const sizes = await Promise.all(files.map((file) => gzipKib(path.join(renderer, file))));
      const sum = sizes.reduce((total, size) => total + size, 0);
      log(
        `${language}: ${files.map((file, index) => `${path.basename(file)} ${sizes[index]?.toFixed(1)}`).join(', ')}`,
      );
      log(`${language}: ${sum.toFixed(1)} KiB in ${files.length} files`);
      value = Math.max(value, sum);
    }
    const page = path.join(starter, 'out', 'renderer');
    const theirs = await Promise.all((await namedInPage(page)).map((file) => gzipKib(path.join(page, file))));
    const baseline = theirs.reduce((total, size) => total + size, 0);
    return [
      {
        name: 'bundle',
        unit: 'KiB',
        value,
        baseline,
        ratio: value / baseline,
        budget: BUDGET_KIB,
        pass: value <= BUDGET_KIB,
      },
    ];
  });
}

/** @param {string} file */
async function gzipKib(file) {
  return gzipSync(await readFile(file), { level: 9 }).length / BYTES_PER_KIB;
}

/**
 * Scripts named in the built page: the entry and its preloads. The program removes preload links for starts with a kept
 * session when there is none, as in this benchmark.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} paths relative to the folder
 */
async function namedInPage(folder) {
  const html = await readFile(path.join(folder, 'index.html'), 'utf8');
  const signedOut = html.replace(/<link\b[^>]*\bdata-for="session[^>]*>/g, '');
  return [...signedOut.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].map((match) => match[1] ?? '');
}

/**
 * Scripts that the page had requested when the sign-in form became usable.
 *
 * @param {Omit<import('./support/program.mjs').ProgramOptions, 'profile'>} options
 * @returns {Promise<string[]>} paths relative to the renderer's folder
 */
async function askedFor(options) {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'plus-cabinet-bench-'));
  const program = startProgram({ ...options, profile });
  try {
    const page = await program.page();
    await page.reached('sign-in-usable');
    const names = await page.evaluate(`(() => {
      const usable = performance.getEntriesByName('sign-in-usable', 'mark')[0].startTime;
      return performance.getEntriesByType('resource').filter((one) => one.startTime <= usable).map((one) => one.name);
    })()`);
    page.close();
    return names
      .map((/** @type {string} */ name) => new URL(name).pathname.slice(1))
      .filter((/** @type {string} */ name) => name.endsWith('.js'));
  } finally {
    await program.end();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
