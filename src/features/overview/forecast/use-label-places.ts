import { nextTick, onBeforeUnmount, onMounted, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { ForecastDrawing } from './geometry.ts';
import type { ForecastLabel } from './label-texts.ts';
import { placeLabels, type Box } from './labels.ts';

/** Where each text of the chart stands, in pixels; those without room and those not measured yet are absent. */
export type LabelPlaces = ReadonlyMap<string, Box | null>;

/**
 * Measures the texts in the page and places them, anew when the texts, the width or the font change. The texts
 * take no room in the flow, so nothing around them ever moves.
 */
export function useLabelPlaces(
  field: Readonly<Ref<HTMLElement | null>>,
  labels: () => readonly ForecastLabel[],
  drawing: () => ForecastDrawing,
  height: number,
  sidePad: number,
): ShallowRef<LabelPlaces> {
  const places = shallowRef<LabelPlaces>(new Map());
  let gone = false;

  function place(): void {
    const element = field.value;
    if (element === null || gone) return;
    const width = element.clientWidth;
    const sizes = new Map(
      Array.from(element.querySelectorAll<HTMLElement>('[data-label]'), (text) => [
        text.dataset['label'],
        { width: Math.ceil(text.offsetWidth), height: text.offsetHeight },
      ]),
    );
    const wishes = labels().flatMap(({ id, kind, at }) => {
      const size = sizes.get(id);
      return size === undefined ? [] : [{ id, kind, at, ...size }];
    });
    const { zeroY, now, change } = drawing();
    places.value = placeLabels(wishes, {
      width,
      height,
      sidePad: Math.min(sidePad, width / 16),
      zeroY,
      lines: [now.spots, change?.spots ?? []],
    });
  }

  const resized = new ResizeObserver(place);
  onMounted(() => {
    place();
    if (field.value !== null) resized.observe(field.value);
    void document.fonts.ready.then(place);
  });
  onBeforeUnmount(() => {
    gone = true;
    resized.disconnect();
  });
  watch([labels, drawing], () => void nextTick(place));
  return places;
}
