import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Settings, SettingsPatch } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import { DiskFullError } from './atomic-file.ts';
import { writeStartSettings, type StartSettings, type WindowPlace } from './start-settings.ts';
import type { Log } from '../logging/log.ts';
import { createSignal, type Signal } from '../app/observable.ts';

/** Settings and the window's place, one small file. */
export interface SettingsStore {
  readonly settings: Pick<Signal<Settings>, 'get' | 'watch'>;
  readonly window: WindowPlace | null;
  update(patch: SettingsPatch): Settings;
  rememberWindow(place: WindowPlace): void;
}

/** The languages of the system, most wanted first, as one that the program has. */
export function systemLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'ru' || primary === 'en' || primary === 'sv') return primary;
  }
  return 'en';
}

/**
 * @param ports.forced language of this run alone, until the person chooses one
 * @param ports.systemLanguage counts as long as the person chose none
 */
export function createSettingsStore(ports: {
  readonly file: string;
  readonly start: StartSettings;
  readonly forced: Language | null;
  readonly systemLanguage: Language;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}): SettingsStore {
  let stored = ports.start;
  const settings = createSignal<Settings>(
    {
      language: ports.forced ?? stored.language ?? ports.systemLanguage,
      theme: stored.theme,
      lockAfter: stored.lockAfter,
    },
    (a, b) => a.language === b.language && a.theme === b.theme && a.lockAfter === b.lockAfter,
  );
  const store = (next: StartSettings): void => {
    stored = next;
    try {
      writeStartSettings(ports.file, next);
    } catch (error) {
      if (error instanceof DiskFullError) ports.notice('profile-folder-full');
      ports.log.warn('settings not written', { error });
    }
  };
  return {
    settings,
    window: ports.start.window,
    update(patch): Settings {
      const { language = stored.language, theme = stored.theme, lockAfter = stored.lockAfter } = patch;
      if (language !== stored.language || theme !== stored.theme || lockAfter !== stored.lockAfter) {
        store({ ...stored, language, theme, lockAfter });
      }
      settings.set({ language: patch.language ?? settings.get().language, theme, lockAfter });
      return settings.get();
    },
    rememberWindow(place): void {
      if (JSON.stringify(place) !== JSON.stringify(stored.window)) store({ ...stored, window: place });
    },
  };
}
