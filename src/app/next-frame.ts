/** Calls back once what is mounted has had its frame; at once when the window is hidden and has no frames. */
export function nextFrame(call: () => void): void {
  if (document.visibilityState === 'hidden') queueMicrotask(call);
  else requestAnimationFrame(() => call());
}
