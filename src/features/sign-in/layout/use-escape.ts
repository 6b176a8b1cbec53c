import { onBeforeUnmount, onMounted } from 'vue';

const waysBack: (() => void)[] = [];

function press(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  const back = waysBack.at(-1);
  if (back === undefined) return;
  event.preventDefault();
  back();
}

/** Escape goes back, wherever the keyboard is. Of several pages one behind another, the one in front takes it. */
export function useEscape(back: () => void): void {
  onMounted(() => {
    if (waysBack.length === 0) document.addEventListener('keydown', press);
    waysBack.push(back);
  });
  onBeforeUnmount(() => {
    waysBack.splice(waysBack.lastIndexOf(back), 1);
    if (waysBack.length === 0) document.removeEventListener('keydown', press);
  });
}
