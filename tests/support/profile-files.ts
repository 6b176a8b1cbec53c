import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '#protocol/ipc/state.ts';

/** Names of the files that the program keeps in its profile folder, as far as tests spoil or prepare them. */
export const profileFiles = {
  settings: 'settings.json',
  session: 'session.sealed',
  overviews: 'overviews.sealed',
  operator: 'operator',
} as const;

/** Gives a fresh profile its settings, as if the person had chosen them before; an existing file is left alone. */
export function writeSettings(profile: string, settings: Settings): void {
  const file = path.join(profile, profileFiles.settings);
  if (existsSync(file)) return;
  mkdirSync(profile, { recursive: true });
  writeFileSync(file, JSON.stringify(settings));
}
