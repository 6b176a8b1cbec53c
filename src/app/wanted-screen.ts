import { shallowRef } from 'vue';
import type { Navigation } from '#protocol/ipc/state.ts';
import { bridge } from '../bridge.ts';

/**
 * The screen that main wants opened (a click on a notification or in a menu). Kept until the cabinet takes it, so
 * that a click before the sign-in still leads there after it.
 */
export const wantedScreen = shallowRef<Navigation | null>(null);

export function followNavigation(): () => void {
  return bridge.app.onNavigate((to) => {
    wantedScreen.value = to;
  });
}
