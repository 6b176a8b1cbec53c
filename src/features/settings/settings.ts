import { watch } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import type { Settings, SettingsPatch } from '#protocol/ipc/state.ts';
import { boot } from '../../app/boot.ts';
import { setLanguage } from '../../app/i18n/i18n.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

const state = followMain<Settings>(
  { language: boot.language, theme: boot.theme },
  () => bridge.settings.get(),
  (listener) => bridge.settings.onChanged(listener),
);

/** What the person set for this program on this computer. */
export const settings = state.value;

/** Changes settings: on screen at once, then stored by main. Answers what refused to store them, or null. */
export async function changeSettings(patch: SettingsPatch): Promise<Failure | null> {
  state.put({ language: patch.language ?? settings.value.language, theme: patch.theme ?? settings.value.theme });
  const answer = await bridge.settings.update(patch);
  if (!answer.ok) return answer.failure;
  state.put(answer.value);
  return null;
}

/** Keeps language and theme of the page as they are set, also when the change comes from a menu or another window. */
export function applySettings(): () => void {
  return watch(settings, ({ language, theme }, before) => {
    if (language !== before.language) void setLanguage(language);
    document.documentElement.dataset['theme'] = theme;
  });
}
