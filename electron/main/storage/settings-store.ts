import type { Settings, SettingsPatch } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import type { BootFields, WindowPlace } from './boot-file.ts';
import type { ProgramStore } from './program-store.ts';
import type { Log } from '../logging/log.ts';
import { createObservable, type Observable } from '../app/observable.ts';

/** Settings and position of the window: the boot file's until the program store is open, the store's from then on. */
export interface SettingsStore {
  readonly settings: Pick<Observable<Settings>, 'get' | 'watch'>;
  readonly window: WindowPlace | null;
  /** Takes over the store's settings, once; a position remembered before is stored now. */
  attach(store: ProgramStore): void;
  /** What cannot be stored counts for this run. */
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
 * @param ports.boot fields of the boot file
 * @param ports.forced language of this run alone, until the person chooses one
 * @param ports.systemLanguage counts as long as the person chose none
 */
export function createSettingsStore(ports: {
  readonly boot: BootFields;
  readonly forced: Language | null;
  readonly systemLanguage: Language;
  readonly log: Log;
}): SettingsStore {
  type Stored = Pick<BootFields, 'language' | 'theme' | 'lockAfter'>;
  const { boot, log } = ports;
  let store: ProgramStore | null = null;
  let stored: Stored = { language: boot.language, theme: boot.theme, lockAfter: boot.lockAfter };
  let place = boot.window;
  let unsavedPlace: WindowPlace | null = null;
  const shown = ({ language, theme, lockAfter }: Stored): Settings => ({
    language: ports.forced ?? language ?? ports.systemLanguage,
    theme,
    lockAfter,
  });
  const settings = createObservable<Settings>(
    shown(stored),
    (a, b) => a.language === b.language && a.theme === b.theme && a.lockAfter === b.lockAfter,
  );
  const save = (patch: Parameters<ProgramStore['set']>[0]): void => {
    try {
      store?.set(patch);
    } catch (error) {
      log.warn('settings not written', { error });
    }
  };
  return {
    settings,
    window: boot.window,
    attach(opened): void {
      store = opened;
      const {
        language = stored.language,
        theme = stored.theme,
        lockAfter = stored.lockAfter,
      } = {
        language: opened.get('language'),
        theme: opened.get('theme'),
        lockAfter: opened.get('lockAfter'),
      };
      stored = { language, theme, lockAfter };
      settings.set(shown(stored));
      if (unsavedPlace !== null) save({ window: unsavedPlace });
    },
    update(patch): Settings {
      const { language = stored.language, theme = stored.theme, lockAfter = stored.lockAfter } = patch;
      if (language !== stored.language || theme !== stored.theme || lockAfter !== stored.lockAfter) {
        stored = { language, theme, lockAfter };
        save(stored);
      }
      settings.set({ language: patch.language ?? settings.get().language, theme, lockAfter });
      return settings.get();
    },
    rememberWindow(next): void {
      if (JSON.stringify(next) === JSON.stringify(place)) return;
      place = next;
      if (store === null) unsavedPlace = next;
      else save({ window: next });
    },
  };
}
