import ElectronStore from 'electron-store';
import path from 'node:path';
import { existsSync } from 'node:fs';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Log } from '../logging/log.ts';
import { asStorageError, removeFile, storageErrorCode } from './atomic-file.ts';
import { bootText, writeBootFile, type BootFields, type BootFile } from './boot-file.ts';
import { readLegacyFiles } from './legacy-files.ts';
import {
  keepAside,
  moveAside,
  overwriteInPlace,
  readUndamaged,
  removeLeftovers,
  writeVerified,
  type StoreFile,
} from './store-file.ts';
import { parseContent, storeVersion, unreadable, type SealedKey, type StoreContent } from './store-content.ts';

/**
 * Everything that the program keeps in its profile folder, in one file of electron-store. The content is held in memory;
 * every change is on disk (fsync) when the call returns. Values of a person are sealed by their owner before they come
 * here, see sealed-value.ts.
 */
export interface ProgramStore {
  get<K extends keyof StoreContent>(key: K): StoreContent[K];
  /** Replaces the given fields. Errors: DiskFullError, FolderUnwritableError and other system errors; nothing changed then. */
  set(patch: StoreContent): void;
  /** Removes a sealed value. Never throws: on a full disk the value is overwritten where it stands. */
  remove(key: SealedKey): void;
}

const configName = 'store';

/**
 * Opens the store of a profile folder and takes over the files of earlier versions. Never throws: what cannot be read is
 * set aside and named by a notice; in a folder that cannot be written the content lives in memory.
 *
 * @param ports.boot the boot file as the start read it: its fields stand in for those that the store lacks
 * @param ports.version of this program
 */
export function openProgramStore(ports: {
  readonly folder: string;
  readonly boot: BootFile;
  readonly version: string;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}): ProgramStore {
  const { boot, folder, log, notice, version } = ports;
  const file = path.join(folder, `${configName}.json`);
  let serialized = '';
  const openDisk = (): StoreFile =>
    new ElectronStore<Record<string, unknown>>({
      cwd: folder,
      name: configName,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      serialize: (value) => (serialized = JSON.stringify(value)),
    });
  removeLeftovers(folder);
  let disk: StoreFile | null = null;
  let raw: unknown = {};
  let lost = false;
  try {
    ({ disk, raw, damaged: lost } = readUndamaged(file, openDisk));
  } catch (error) {
    // The folder cannot be read or made: the next write tries again.
    log.warn('store not opened', { error });
    notice(storageErrorCode(error) ?? 'profile-folder-unwritable');
  }
  const isThere = existsSync(file);
  const parsed = isThere ? parseContent(raw) : null;
  if (isThere && parsed === null) {
    lost = true;
    moveAside(file);
  }
  if (lost) notice('store-damaged');
  const { content: stored = {}, dropped = [], newer = false } = parsed ?? {};
  if (newer) notice('store-newer');
  if (newer || dropped.length > 0) {
    keepAside(file, newer ? 'newer' : 'damaged');
    log.warn('fields of the store dropped', { fields: dropped });
  }
  const legacy = readLegacyFiles(folder);
  let oldFiles = legacy.files;
  // Where there is a store the old files were taken over and could not be removed: they may be outdated.
  const takenOver = isThere || lost ? {} : legacy.content;
  const { language, theme, lockAfter, window, sessionKept } = boot.fields;
  let content: StoreContent = {
    language,
    theme,
    lockAfter,
    ...(window === null ? {} : { window }),
    ...(lost && sessionKept ? { session: unreadable } : {}),
    ...takenOver,
    ...stored,
  };
  const settingsStored = stored.language !== undefined && stored.theme !== undefined && stored.lockAfter !== undefined;
  if (boot.damaged && !settingsStored) notice('settings-unreadable');

  let bootOnDisk = boot.text;
  const copyToBoot = (): void => {
    const { profile } = content;
    const fields: BootFields = {
      language: content.language ?? null,
      theme: content.theme ?? 'system',
      lockAfter: content.lockAfter ?? 'never',
      window: content.window ?? null,
      sessionKept: content.session !== undefined,
      profileJson: profile?.version === version ? JSON.stringify(profile.value) : null,
    };
    const text = bootText(fields, version);
    if (text === bootOnDisk) return;
    try {
      writeBootFile(folder, text);
      bootOnDisk = text;
    } catch (error) {
      // The next start then begins with older settings and is corrected when it opens the store.
      log.warn('boot file not written', { error });
    }
  };
  const removeOldFiles = (): void => {
    for (const old of Object.values(oldFiles)) removeFile(old);
    oldFiles = {};
  };
  const write = (next: StoreContent): void => {
    try {
      disk ??= openDisk();
      writeVerified(file, disk, { version: storeVersion, ...next }, () => serialized);
    } catch (error) {
      const code = storageErrorCode(error);
      if (code !== null) notice(code);
      throw asStorageError(error);
    }
    content = next;
    removeOldFiles();
    copyToBoot();
  };

  if (newer || dropped.length > 0 || Object.keys(oldFiles).length > 0) {
    try {
      write(content);
    } catch (error) {
      // Old files stay and are taken over by the next start.
      log.warn('store not written at the start', { error });
    }
  } else if (isThere && !lost) {
    copyToBoot();
  }

  return {
    get: (key) => content[key],
    set: (patch) => write({ ...content, ...patch }),
    remove(key): void {
      const { [key]: gone, ...rest } = content;
      if (gone === undefined) return;
      content = rest;
      const old = oldFiles[key];
      if (old !== undefined) removeFile(old);
      try {
        write(rest);
      } catch (error) {
        log.warn('value not removed from the store', { key, error });
        overwriteInPlace(file, gone.data);
      }
    },
  };
}
