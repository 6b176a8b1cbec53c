import path from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { AccountData } from '#protocol/api/account-data.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';

/** A name that says what it is and from when, and is good on every system. */
export function fileNameOf(data: AccountData): string {
  return `plus-cabinet-my-data-${data.exportedAt.slice(0, 10)}.json`;
}

/**
 * Asks where to save, also on somebody else's computer: then this file alone stays there, by the person's own choice.
 * Null: nowhere. Never added to the system's list of recent files.
 */
export async function askForFile(window: BrowserWindow | null, data: AccountData): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    defaultPath: path.join(app.getPath('documents'), fileNameOf(data)),
    filters: [{ name: 'JSON', extensions: ['json'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

/** Writes the file whole or not at all, readable by its owner alone. Errors: `file-not-saved`. */
export function saveAccountData(file: string, data: AccountData): Result<boolean> {
  try {
    writeFileAtomically(file, `${JSON.stringify(data, null, 2)}\n`);
    return success(true);
  } catch {
    return failed({ code: 'file-not-saved' });
  }
}
