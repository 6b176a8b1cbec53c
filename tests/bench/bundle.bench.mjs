/**
 * `bundle`: JavaScript needed for the sign-in screen, gzip.
 *
 * What is measured. The program is started with a fresh profile, once in each language; when the page has set
 * `sign-in-usable` its own resource list tells which scripts it had asked for by then: the entry, what the entry imports
 * and what was loaded on demand (texts). Each file is compressed by itself (gzip, level 9) as a server would send it;
 * of the languages the largest counts. What is fetched later, while the person types, is not needed for the screen and
 * not counted. To be honest about that line, what the built page names statically is added even if it was asked for late.
 *
 * The baseline is the renderer of the empty Vue starter counted in the same way. It is there to compare with (Vue and one
 * component); the verdict is the budget in KiB.
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
 * Scripts that the built page names itself: the entry and what is to be fetched with it. Links for starts with a kept
 * session are taken out by the program when there is none, as here.
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
 * Scripts that the page had asked for when the sign-in form became usable.
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
