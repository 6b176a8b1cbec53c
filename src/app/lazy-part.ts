import { shallowRef, type Component, type ShallowRef } from 'vue';
import { loadTexts, type Texts } from './i18n/i18n.ts';

/** A part of the page that comes when it is wanted: code and words together, so that it never stands without them. */
export interface LazyPart {
  /** The component once it is there. */
  readonly component: Readonly<ShallowRef<Component | undefined>>;
  /** Brings it; again and again at no cost. */
  bring(): Promise<void>;
}

/** @param load the chunk: its component and the words that it says */
export function lazyPart(
  load: () => Promise<{ readonly component: Component; readonly texts: readonly Texts<string>[] }>,
): LazyPart {
  const component = shallowRef<Component>();
  let loading: Promise<void> | undefined;
  async function begin(): Promise<void> {
    const part = await load();
    await loadTexts(...part.texts);
    component.value = part.component;
  }
  return {
    component,
    bring: () => (loading ??= begin()),
  };
}
