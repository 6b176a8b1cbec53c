import { onMounted, onScopeDispose } from 'vue';

/**
 * Puts the keyboard into a part of a screen that has just come: at once, or, where something still stands in front of
 * the screen (a hidden element takes no focus), as soon as the part can be seen.
 *
 * @param part the element, known once mounted
 * @param focus puts the keyboard where it belongs in it
 */
export function useFocusWhenSeen(part: () => HTMLElement | null, focus: () => void): void {
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    const element = part();
    focus();
    if (element === null || element.contains(document.activeElement)) return;
    observer = new ResizeObserver(() => {
      if (element.offsetParent === null) return;
      observer?.disconnect();
      focus();
    });
    observer.observe(element);
  });
  onScopeDispose(() => observer?.disconnect());
}
