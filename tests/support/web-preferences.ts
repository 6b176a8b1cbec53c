import type { ElectronApplication } from '@playwright/test';
import type { WebPreferences } from 'electron';

/** The effective web preferences of each page, as Electron last applied them. */
export async function lastWebPreferences(app: ElectronApplication): Promise<readonly WebPreferences[]> {
  const all = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // Not in the typings, but used by Electron's own tests.
      const known = contents as unknown as { getLastWebPreferences?: () => WebPreferences };
      return known.getLastWebPreferences?.() ?? null;
    }),
  );
  const preferences = all.filter((one) => one !== null);
  if (preferences.length === 0 || preferences.length !== all.length) {
    throw new Error('The preferences of a page could not be read.');
  }
  return preferences;
}
