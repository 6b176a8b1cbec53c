import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file */
function isTest(file) {
  return /\.test\.[cm]?[jt]s$/.test(file);
}

/**
 * All files at the given paths, sorted, without tests.
 *
 * @param {string} root
 * @param {string[]} places relative to root; missing ones are ignored
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
 * One checksum of names and contents. Time stamps are left out because a fresh checkout changes all of them.
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
