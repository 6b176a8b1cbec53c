import { nextTick, onUnmounted } from 'vue';

/** What stands in front of a screen gives the keyboard back to where it was there, if that is still on the page. */
export function useFocusBack(): void {
  const before = document.activeElement;
  onUnmounted(async () => {
    await nextTick();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
}
