import { ipcMain } from 'electron';

/**
 * Closes the channel that electron-store opens for its own use in renderers: it answers any sender, and no page of ours
 * uses it.
 */
export function closeStoreChannel(): void {
  ipcMain.removeAllListeners('electron-store-get-data');
}
