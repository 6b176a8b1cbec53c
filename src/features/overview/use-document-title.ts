import { onBeforeUnmount, watchEffect } from 'vue';

/** The window's own name, as the page brings it. */
const program = document.title;

/** Names the window after its screen while the screen is shown: task switchers and screen readers read it. */
export function useDocumentTitle(screen: () => string): void {
  watchEffect(() => {
    document.title = `${screen()} · ${program}`;
  });
  onBeforeUnmount(() => {
    document.title = program;
  });
}
