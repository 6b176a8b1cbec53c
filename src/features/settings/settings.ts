import { defineStore } from 'pinia';
import { watch } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { Settings, SettingsPatch } from '#protocol/ipc/state.ts';
import { boot } from '../../app/boot.ts';
import { setLanguage } from '../../app/i18n/i18n.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

/** Settings of the program on this computer. */
export const useSettings = defineStore('settings', () => {
  const main = followMain<Settings>(
    // The page contains language and theme only; `refresh` fetches the rest.
    { language: boot.language, theme: boot.theme, lockAfter: 'never' },
    () => bridge.settings.get(),
    (listener) => bridge.settings.onChanged(listener),
  );

  /**
   * Changes settings. Language and theme are applied at once and then stored; the lock changes on screen only after main
   * has stored it.
   *
   * @returns why they were not stored, or null
   */
  async function change(patch: SettingsPatch): Promise<Failure | null> {
    const { language, theme } = patch;
    main.put({ ...main.value.value, ...(language ? { language } : {}), ...(theme ? { theme } : {}) });
    const answer = await bridge.settings.update(patch);
    if (!answer.ok) return answer.failure;
    main.put(answer.value);
    return null;
  }

  return { current: main.value, refresh: main.refresh, change };
});

/** Applies language and theme to the page whenever they change, also from a menu. Returns how to stop. */
export function applySettings(): () => void {
  const settings = useSettings();
  return watch(
    () => settings.current,
    ({ language, theme }, before) => {
      if (language !== before.language) void setLanguage(language);
      document.documentElement.dataset['theme'] = theme;
    },
  );
}
