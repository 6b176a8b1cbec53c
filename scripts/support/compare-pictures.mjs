import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Largest colour distance (0 to 1) at which two pixels count as equal. */
const COLOUR_TOLERANCE = 0.03;
/** A picture counts as changed when more pixels than this differ. */
const PIXEL_TOLERANCE = 4;

/**
 * @typedef {object} Comparison
 * @property {'same' | 'changed' | 'resized' | 'added' | 'removed'} result
 * @property {number} pixels how many pixels differ beyond the tolerance; 0 unless the result is `changed` or `same`
 * @property {Buffer} [difference] PNG with the differing pixels in red; only when the result is `changed`
 */

/**
 * Compares two PNG files by their decoded pixels. Anti-aliased pixels, small differences of colour and a few stray
 * pixels do not count.
 *
 * @param {Buffer} before
 * @param {Buffer} after
 * @returns {Comparison}
 * @throws when one of them is not a PNG file
 */
export function comparePictures(before, after) {
  if (before.equals(after)) return { result: 'same', pixels: 0 };
  const [a, b] = [PNG.sync.read(before), PNG.sync.read(after)];
  const { width, height } = b;
  if (a.width !== width || a.height !== height) return { result: 'resized', pixels: 0 };
  const difference = new PNG({ width, height });
  const pixels = pixelmatch(a.data, b.data, difference.data, width, height, { threshold: COLOUR_TOLERANCE });
  if (pixels <= PIXEL_TOLERANCE) return { result: 'same', pixels };
  return { result: 'changed', pixels, difference: PNG.sync.write(difference) };
}

/**
 * Compares the pictures of two folders by name and lists those that differ.
 *
 * @param {string} before
 * @param {string} after
 * @param {readonly string[]} names file names to compare
 * @returns {(Comparison & { name: string })[]} in the order of the names
 */
export function compareFolders(before, after, names) {
  return names
    .map((name) => ({ name, ...compareFiles(path.join(before, name), path.join(after, name)) }))
    .filter(({ result }) => result !== 'same');
}

/**
 * @param {string} before
 * @param {string} after
 * @returns {Comparison}
 */
function compareFiles(before, after) {
  if (!existsSync(before)) return { result: 'added', pixels: 0 };
  if (!existsSync(after)) return { result: 'removed', pixels: 0 };
  return comparePictures(readFileSync(before), readFileSync(after));
}
