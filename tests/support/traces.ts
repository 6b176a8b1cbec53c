import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { searchBytes, searchFolder, type Found, type Secret } from './disk-scan.ts';
import type { Program } from './program.ts';

/** All folders where the program, or Chromium in it, may write files. */
export interface Places {
  /** Settings, session, caches, logs and crash reports. */
  readonly profile: string;
  /** The user's home folder with its XDG folders. */
  readonly home: string;
  readonly temp: string;
  /** Environment for a program that uses only these folders. */
  readonly env: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

/** Creates fresh folders next to a profile folder. */
export async function makePlaces(profile: string): Promise<Places> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'cabinet-home-'));
  const [home, temp] = [path.join(root, 'home'), path.join(root, 'temp')];
  await mkdir(home);
  await mkdir(temp);
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_STATE_HOME: path.join(home, '.local', 'state'),
    TMPDIR: temp,
    TMP: temp,
    TEMP: temp,
  };
  return { profile, home, temp, env, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Secrets found in these folders and in the program's output. */
export async function tracesOf(
  program: Program,
  places: Places,
  secrets: readonly Secret[],
): Promise<readonly Found[]> {
  const folders = [places.profile, places.home, places.temp];
  const found = await Promise.all(folders.map((folder) => searchFolder(folder, secrets)));
  return [...found.flat(), ...searchBytes(Buffer.from(program.output.text), 'output', secrets)];
}
