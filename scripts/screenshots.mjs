/**
 * Takes full-page pictures of every screen into .cache/screens and writes index.html next to them.
 *
 * Usage: npm run screenshots [-- --only <text>] [-- --changed <earlier folder>] [-- --compare-only] [-- --docs]
 *
 * --only          takes only the pictures of tests whose title contains the text (e.g. overview); keeps the others
 * --changed       compares with the pictures of an earlier folder and lists the differences in changed.html
 * --compare-only  takes no pictures, uses those of the last run
 * --docs          copies changed pictures over those in docs/screens
 */
import './bootstrap.mjs';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { main } from './support/main.mjs';
import { projectRoot } from './support/paths.mjs';
import { changesPage, listPictures, picturesPage } from './support/picture-pages.mjs';
import { playwrightStage } from './support/playwright-stage.mjs';
import { say } from './support/say.mjs';

const screens = path.join(projectRoot, '.cache', 'screens');
const docs = path.join(projectRoot, 'docs', 'screens');
const CONFIG = 'tests/e2e/screenshots.config.ts';

/**
 * @param {string | undefined} only
 * @returns {Promise<number>} exit status
 */
async function takePictures(only) {
  // A complete run removes pictures of screens that no longer exist.
  if (only === undefined) for (const name of listPictures(screens)) rmSync(path.join(screens, name));
  mkdirSync(screens, { recursive: true });
  const filter = only === undefined ? [] : ['-g', only.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')];
  const status = await playwrightStage({ config: CONFIG, args: filter });
  const names = listPictures(screens);
  const index = path.join(screens, 'index.html');
  writeFileSync(index, picturesPage(names));
  say(`${names.length} pictures: ${pathToFileURL(index).href}`);
  return status;
}

/**
 * @param {string} before
 * @param {string | undefined} only when set, compares only the pictures in .cache/screens, because the others were not taken
 */
async function showChanges(before, only) {
  const { compareFolders } = await import('./support/compare-pictures.mjs');
  const taken = listPictures(screens);
  const names = only === undefined ? [...new Set([...listPictures(before), ...taken])].sort() : taken;
  const changes = compareFolders(before, screens, names);
  const differences = path.join(screens, 'changed');
  rmSync(differences, { recursive: true, force: true });
  mkdirSync(differences);
  for (const { name, difference } of changes) {
    if (difference) writeFileSync(path.join(differences, name), difference);
  }
  const file = path.join(screens, 'changed.html');
  writeFileSync(file, changesPage(changes, { before: pathToFileURL(before).href, differences: 'changed' }));
  for (const { name, result, pixels } of changes) {
    process.stdout.write(`${name}: ${result}${result === 'changed' ? ` (${pixels} pixels)` : ''}\n`);
  }
  process.stdout.write(`${changes.length} of ${names.length} pictures differ: ${pathToFileURL(file).href}\n`);
}

async function updateDocs() {
  const { comparePictures } = await import('./support/compare-pictures.mjs');
  for (const name of listPictures(docs)) {
    const [from, to] = [path.join(screens, name), path.join(docs, name)];
    if (!existsSync(from)) {
      say(`no new picture for docs/screens/${name}`);
    } else if (comparePictures(readFileSync(to), readFileSync(from)).result !== 'same') {
      copyFileSync(from, to);
      say(`updated docs/screens/${name}`);
    }
  }
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      changed: { type: 'string' },
      'compare-only': { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
    },
  });
  const before = values.changed === undefined ? undefined : path.resolve(values.changed);
  // Checked first, because taking all pictures takes many minutes.
  if (before === screens) throw new Error('The earlier folder has to be a copy: .cache/screens is written anew.');
  if (before !== undefined && listPictures(before).length === 0) throw new Error(`No pictures in ${before}.`);
  const status = values['compare-only'] ? 0 : await takePictures(values.only);
  if (before !== undefined) await showChanges(before, values.only);
  if (values.docs && status === 0) await updateDocs();
  return status;
});
