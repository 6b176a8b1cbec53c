import { settings, settingsPatch } from './state.ts';
import { message, noInput, verb } from './verb.ts';

export const settingsVerbs = {
  get: verb({ id: 'settings.get', input: noInput, output: settings, auth: 'any' }),
  /** Stores what the patch names. `lockAfter` is refused with `session-locked` while the program is locked. */
  update: verb({ id: 'settings.update', input: settingsPatch, output: settings, auth: 'any' }),
};

export const settingsMessages = {
  changed: message({ id: 'settings.changed', data: settings }),
};
