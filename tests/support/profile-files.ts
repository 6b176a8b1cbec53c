import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '#protocol/ipc/state.ts';

/** Names of files in the profile folder that tests damage or prepare. */
export const profileFiles = {
  boot: 'boot.json',
  store: 'store.json',
  operator: 'operator',
} as const;

interface SealedBytes {
  readonly backend: string;
  readonly data: string;
}

/** Writes settings into a fresh profile; an existing profile is unchanged. */
export function writeSettings(profile: string, settings: Settings): void {
  const kept = [profileFiles.boot, profileFiles.store, 'settings.json'];
  if (kept.some((name) => existsSync(path.join(profile, name)))) return;
  mkdirSync(profile, { recursive: true });
  writeFileSync(path.join(profile, profileFiles.boot), JSON.stringify(settings));
}

/** The content of the program's store file. */
export function readStore(profile: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(profile, profileFiles.store), 'utf8')) as Record<string, unknown>;
}

/** Changes fields of the store file; undefined removes a field. */
export function changeStore(profile: string, fields: Readonly<Record<string, unknown>>): void {
  writeFileSync(path.join(profile, profileFiles.store), JSON.stringify({ ...readStore(profile), ...fields }));
}

/**
 * Converts a closed profile to the version before the store: plain files of settings and operator profile, and one file per
 * encrypted value (the key store's name, a line feed, the encrypted bytes).
 */
export function makeLegacyProfile(profile: string): void {
  const store = readStore(profile);
  const { language, theme, lockAfter, window } = store;
  const settings = { language, theme, lockAfter, window: window ?? null };
  writeFileSync(path.join(profile, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  if (store['profile'] !== undefined) {
    const { version, value } = store['profile'] as { version: string; value: unknown };
    writeFileSync(path.join(profile, 'operator-profile.json'), `${version} 0\n${JSON.stringify(value)}`);
  }
  for (const [key, name] of [
    ['session', 'session'],
    ['signOuts', 'sign-outs'],
    ['overviews', 'overviews'],
    ['payments', 'payments'],
    ['promise', 'promise'],
  ] as const) {
    const value = store[key] as SealedBytes | undefined;
    if (value === undefined) continue;
    const bytes = [Buffer.from(`${value.backend}\n`), Buffer.from(value.data, 'base64')];
    writeFileSync(path.join(profile, `${name}.sealed`), Buffer.concat(bytes));
  }
  for (const name of [profileFiles.boot, profileFiles.store]) rmSync(path.join(profile, name));
}
