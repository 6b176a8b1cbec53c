import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { asStorageError, DiskFullError, removeFile, syncFolder } from './atomic-file.ts';

/** The part of electron-store that is used: the whole content, read from and written to its file. */
export interface StoreFile {
  store: Record<string, unknown>;
}

/** The file as it was before the write under way: a second name of the same bytes. */
const previousOf = (file: string): string => `${file}.previous`;

/** A name beside the file that is not taken: what was set aside before is never replaced. */
function asideName(file: string, suffix: string): string {
  let name = `${file}.${suffix}`;
  for (let number = 2; existsSync(name); number += 1) name = `${file}.${suffix}-${number}`;
  return name;
}

/** Keeps the file's present content under a second name, for fields that this program does not keep. */
export function keepAside(file: string, suffix: string): void {
  const name = asideName(file, suffix);
  if (link(file, name)) return;
  try {
    copyFileSync(file, name, constants.COPYFILE_EXCL);
  } catch {
    // A full disk: the fields are dropped all the same.
  }
}

/** Renames a damaged file. */
export function moveAside(file: string): void {
  try {
    renameSync(file, asideName(file, 'damaged'));
  } catch {
    // A read-only folder: the file stays as it is.
  }
}

const leftover = /^(store\.json\.tmp-\w+|(boot\.json|settings\.json|operator-profile\.json|[\w-]+\.sealed)\.\d+\.tmp)$/;

/** Removes temporary files that a crash left, of this and of earlier versions. */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (leftover.test(name)) removeFile(path.join(folder, name));
  } catch {
    // No folder yet.
  }
}

/**
 * Opens the store's file. One that is no JSON is set aside by a rename (`damaged`), unless the content before the last
 * write is still there. Errors: those of the system, also when the damaged file cannot be renamed.
 */
export function readUndamaged(
  file: string,
  open: () => StoreFile,
): { readonly disk: StoreFile; readonly raw: unknown; readonly damaged: boolean } {
  const previous = previousOf(file);
  const read = (): { readonly disk: StoreFile; readonly raw: unknown } => {
    const disk = open();
    const raw = disk.store;
    // A crash after the last write left it.
    removeFile(previous);
    return { disk, raw };
  };
  if (existsSync(previous) && !existsSync(file)) renameSync(previous, file);
  try {
    return { ...read(), damaged: false };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  renameSync(file, asideName(file, 'damaged'));
  if (existsSync(previous)) {
    renameSync(previous, file);
    try {
      return { ...read(), damaged: false };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      renameSync(file, asideName(file, 'damaged'));
    }
  }
  return { ...read(), damaged: true };
}

/**
 * Writes the content through electron-store, which writes a temporary file, calls fsync and renames it, and retries for a
 * second where another program holds the file. What it leaves out is done here: a write cut short by a full disk is
 * noticed and undone, and the rename itself is made durable.
 *
 * @param text the JSON text of the last write, for its length
 * Errors: DiskFullError, FolderUnwritableError, and whatever else the system says; the file is then as before.
 */
export function writeVerified(
  file: string,
  disk: StoreFile,
  content: Record<string, unknown>,
  text: () => string,
): void {
  const folder = path.dirname(file);
  const previous = previousOf(file);
  try {
    // Asked first: electron-store would try for a second, on the main thread, before it gives up.
    if (existsSync(folder)) accessSync(folder, constants.W_OK);
    removeFile(previous);
    const isThere = existsSync(file);
    const linked = isThere && link(file, previous);
    disk.store = content;
    if (statSync(file).size !== Buffer.byteLength(text())) {
      if (linked) renameSync(previous, file);
      else removeFile(file);
      throw new DiskFullError('write cut short');
    }
    removeFile(previous);
    syncFolder(folder);
  } catch (error) {
    removeFile(previous);
    throw asStorageError(error);
  }
}

/** False where the file system has no hard links. */
function link(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Overwrites a text in the file with spaces, in place, which needs no room on the disk. The file stays valid JSON at
 * every moment. Never throws: where this fails too, the value stays sealed.
 */
export function overwriteInPlace(file: string, text: string): void {
  try {
    const at = readFileSync(file).indexOf(text);
    if (at < 0) return;
    const handle = openSync(file, 'r+');
    try {
      writeSync(handle, Buffer.alloc(text.length, ' '), 0, text.length, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The folder is read-only or gone.
  }
}
