import { watch } from 'vue';
import { nextFrame } from '../../app/next-frame.ts';
import { bridge } from '../../bridge.ts';

/**
 * Tells main, and the performance timeline, once real figures stand on screen: the start is measured by it and the
 * smoke run ends on it.
 */
export function useShownMark(shown: () => boolean): void {
  const stop = watch(
    shown,
    (is) => {
      if (!is) return;
      nextFrame(() => {
        performance.mark('overview-shown');
        void bridge.app.started({ screen: 'overview' });
      });
      queueMicrotask(() => stop());
    },
    { immediate: true, flush: 'post' },
  );
}
