import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file */
function isTest(file) {
  return /\.test\.[cm]?[jt]s$/.test(file);
}

/**
 * All files of the given files and folders, sorted, without tests.
 *
 * @param {string} root
 * @param {string[]} places relative to root; missing ones are passed over
 * @returns {string[]} relative paths with forward slashes
 */
export function sourceFiles(root, places) {
  return places
    .filter((place) => existsSync(path.join(root, place)))
    .flatMap((place) =>
      statSync(path.join(root, place)).isFile()
        ? [place]
        : readdirSync(path.join(root, place), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
    )
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !isTest(file))
    .sort();
}

/**
 * One checksum over names and contents. Contents, not times: a fresh checkout changes every time stamp and nothing else.
 *
 * @param {string} root
 * @param {string[]} places
 * @returns {string}
 */
export function sourceHash(root, places) {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root, places)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
