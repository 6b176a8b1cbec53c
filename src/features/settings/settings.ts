import { watch } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { Settings, SettingsPatch } from '#protocol/ipc/state.ts';
import { boot } from '../../app/boot.ts';
import { setLanguage } from '../../app/i18n/i18n.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

const state = followMain<Settings>(
  // The lock is told with the first answer: nothing of it stands in the first paint.
  { language: boot.language, theme: boot.theme, lockAfter: 'never' },
  () => bridge.settings.get(),
  (listener) => bridge.settings.onChanged(listener),
);

/** What the person set for this program on this computer. */
export const settings = state.value;

/**
 * Changes settings: language and theme on screen at once, then stored by main. The lock is shown as set only when main
 * holds it. Answers what refused to store them, or null.
 */
export async function changeSettings(patch: SettingsPatch): Promise<Failure | null> {
  const { language, theme } = patch;
  state.put({ ...settings.value, ...(language ? { language } : {}), ...(theme ? { theme } : {}) });
  const answer = await bridge.settings.update(patch);
  if (!answer.ok) return answer.failure;
  state.put(answer.value);
  return null;
}

/** Asks main for all settings: the page itself brings only what its first paint needs. */
export const askSettings = (): Promise<void> => state.ask();

/** Keeps language and theme of the page as they are set, also when the change comes from a menu or another window. */
export function applySettings(): () => void {
  return watch(settings, ({ language, theme }, before) => {
    if (language !== before.language) void setLanguage(language);
    document.documentElement.dataset['theme'] = theme;
  });
}
