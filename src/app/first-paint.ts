/** Longest wait for a paint that may never come: a window that is not seen paints nothing. */
const BOUND_MS = 1_000;

/**
 * Resolves when the first content stands on screen. What the first screen does not need waits for it: work begun in the
 * script that mounts the page still takes the processor from the very frame that it believes to be painted.
 */
export function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === 'hidden' || !PerformanceObserver.supportedEntryTypes.includes('paint')) {
      resolve();
      return;
    }
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) done();
    });
    const timer = setTimeout(done, BOUND_MS);
    function done(): void {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    }
    observer.observe({ type: 'paint', buffered: true });
  });
}
