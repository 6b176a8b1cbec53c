import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';

/** Names of the kinds of files, as the systems' dialogs show them. */
const kinds = { pdf: 'PDF', csv: 'CSV', xlsx: 'Excel' } as const;
export type FileKind = keyof typeof kinds;

/** A name that is good on every system: nothing that any of them takes for a folder, a drive or a wildcard. */
export function fileName(parts: readonly string[], kind: FileKind): string {
  const plain = parts
    .join(' ')
    .replaceAll(/[\p{Cc}\\/:*?"<>|\u00a0]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return `${plain.slice(0, 120)}.${kind}`;
}

/** Asks where to save, in the person's documents at first. Null: nowhere. Never added to the list of recent files. */
export async function askWhere(window: BrowserWindow | null, name: string, kind: FileKind): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    defaultPath: path.join(app.getPath('documents'), name),
    filters: [{ name: kinds[kind], extensions: [kind] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}
