import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readFileIfThere, writeFileAtomically } from '../storage/atomic-file.ts';
import { deepLinkScheme } from './deep-links.ts';

/** The name that package.json (`desktopName`) tells Electron and the packages, so that all of them mean one entry. */
export const ENTRY_NAME = 'plus-cabinet.desktop';

/** An argument of `Exec` in quotes, escaped twice: for the quotes, then as a value of the file. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${inQuotes.replaceAll('\\', '\\\\')}"`;
}

/**
 * A desktop entry (freedesktop.org, Desktop Entry Specification 1.5) that opens the program's links and stands in no
 * menu; null where the program's path has characters that an entry cannot hold.
 */
export function desktopEntry(executable: string): string | null {
  if (Array.from(executable).some((character) => character < ' ' || character === '\x7f')) return null;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Plus Cabinet',
    `Exec=${quoted(executable)} %u`,
    'Terminal=false',
    'NoDisplay=true',
    'StartupWMClass=plus-cabinet',
    `MimeType=x-scheme-handler/${deepLinkScheme};`,
    '',
  ].join('\n');
}

/** Where this person's desktop entries lie, and where the system's do (XDG Base Directory Specification). */
function entryFiles(env: Readonly<Record<string, string | undefined>>): { own: string; system: string[] } {
  const absolute = (folder: string): boolean => path.isAbsolute(folder);
  const home = env['XDG_DATA_HOME'] ?? '';
  const own = absolute(home) ? home : path.join(env['HOME'] ?? os.homedir(), '.local', 'share');
  const shared = (env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(':').filter(absolute);
  const inside = (folder: string): string => path.join(folder, 'applications', ENTRY_NAME);
  return { own: inside(own), system: shared.map(inside) };
}

/**
 * Writes this person's desktop entry for the program's links, unless a package brought one for everybody. Returns
 * whether it is new or changed: the program was not started from there before. Errors: those of the file system.
 *
 * @param env `APPIMAGE` names the file that a person starts, where the program itself is mounted for one run
 */
export function writeDesktopEntry(executable: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const { own, system } = entryFiles(env);
  const entry = desktopEntry(env['APPIMAGE'] ?? executable);
  if (entry === null || system.some((file) => existsSync(file))) return false;
  if (readFileIfThere(own)?.toString('utf8') === entry) return false;
  writeFileAtomically(own, entry);
  return true;
}
