import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { desktopEntry, writeDesktopEntry } from './desktop-entry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cabinet-entry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (): { XDG_DATA_HOME: string; XDG_DATA_DIRS: string } => ({
  XDG_DATA_HOME: path.join(folder, 'own'),
  XDG_DATA_DIRS: path.join(folder, 'system'),
});
const ownEntry = (): string => path.join(folder, 'own', 'applications', 'plus-cabinet.desktop');

test.each([
  ['/opt/Plus Cabinet/plus-cabinet', '"/opt/Plus Cabinet/plus-cabinet" %u'],
  ['/home/a$b/50%/c', String.raw`"/home/a\\$b/50%%/c" %u`],
  ['/home/"q"/`x`/b\\c', String.raw`"/home/\\"q\\"/\\${'`'}x\\${'`'}/b\\\\c" %u`],
])('%s is started as %s', (executable, exec) => {
  const lines = desktopEntry(executable)?.split('\n');
  expect(lines).toContain(`Exec=${exec}`);
  expect(lines).toContain('MimeType=x-scheme-handler/plus-cabinet;');
});

test('a path that would make a line of its own makes no entry', () => {
  expect(desktopEntry('/home/a\nExec=evil/b')).toBeNull();
  expect(writeDesktopEntry('/home/a\nb', environment())).toBe(false);
});

test('the entry is written once for each place of the program', () => {
  expect(writeDesktopEntry('/opt/a/plus-cabinet', environment())).toBe(true);
  expect(readFileSync(ownEntry(), 'utf8')).toContain('Exec="/opt/a/plus-cabinet" %u\n');
  expect(writeDesktopEntry('/opt/a/plus-cabinet', environment())).toBe(false);
  expect(writeDesktopEntry('/opt/b/plus-cabinet', environment())).toBe(true);
  expect(writeDesktopEntry('/tmp/.mount_x/plus-cabinet', { ...environment(), APPIMAGE: '/home/p/Plus.AppImage' })).toBe(
    true,
  );
  expect(readFileSync(ownEntry(), 'utf8')).toContain('Exec="/home/p/Plus.AppImage" %u\n');
});

test('the entry of an installed package is left to do its work', () => {
  mkdirSync(path.join(folder, 'system', 'applications'), { recursive: true });
  writeFileSync(path.join(folder, 'system', 'applications', 'plus-cabinet.desktop'), '[Desktop Entry]\n');
  expect(writeDesktopEntry('/opt/a/plus-cabinet', environment())).toBe(false);
});
