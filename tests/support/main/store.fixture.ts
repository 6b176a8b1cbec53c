import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KeyStore } from '../../../electron/main/storage/key-store.ts';
import { readBootFile } from '../../../electron/main/storage/boot-file.ts';
import type { ProgramStore } from '../../../electron/main/storage/program-store.ts';

// Outside Electron, importing `electron` returns the path of its binary and would download it first.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= os.tmpdir();
const { openProgramStore } = await import('../../../electron/main/storage/program-store.ts');

export const testVersion = '0.1.0';

export function profileFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'store-'));
}

/** Opens a folder's store as the program does at its start. `notices` receives the codes of its notices. */
export function openTestStore(folder: string, notices: string[] = []): ProgramStore {
  return openProgramStore({
    folder,
    boot: readBootFile(folder, testVersion),
    version: testVersion,
    notice: (code) => notices.push(code),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
}

/** A key store that encrypts with one byte. `name`: the backend, null for none; a different `key` cannot decrypt the values. */
export function testKeys(name: string | null = 'gnome_libsecret', key = 7): KeyStore {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ key));
  return {
    backend: () => Promise.resolve(name),
    seal: (text) => Promise.resolve(turn(Buffer.from(text))),
    open: (sealed) => Promise.resolve(turn(sealed).toString('utf8')),
  };
}
