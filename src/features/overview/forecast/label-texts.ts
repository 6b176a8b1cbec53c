import type { ForecastEvent, ForecastPoint } from '#protocol/api/overview.ts';
import { daysBetween } from '#protocol/format/days.ts';
import type { SpokenWords } from '../use-words.ts';
import type { ForecastChange } from './days-of-forecast.ts';
import type { ForecastDrawing, Spot } from './geometry.ts';
import type { LabelKind } from './labels.ts';

/** A text over the line and where it belongs. */
export interface ForecastLabel {
  readonly id: string;
  readonly kind: LabelKind;
  readonly text: string;
  readonly at: Spot;
}

export interface LabelSource {
  readonly today: string;
  readonly now: readonly ForecastPoint[];
  readonly change: ForecastChange | null;
  readonly events: readonly ForecastEvent[];
  readonly spanDays: number;
  /** False for figures of an unknown age: the first day is then named by its date. */
  readonly live: boolean;
}

/**
 * The spot of a day on the line that has reception then: as it is, else with the change; null when neither has, and
 * beside the line's end, which says enough.
 */
function spotOf(index: number, source: LabelSource, drawing: ForecastDrawing): Spot | null {
  if (index < 0 || index > source.spanDays) return null;
  const onNow = source.now[index]?.reception === 'on';
  const onChange = source.change?.points[index]?.reception === 'on';
  const line = onNow ? drawing.now : onChange ? drawing.change : null;
  const spot = line?.spots[index] ?? null;
  if (spot === null || !line?.end) return spot;
  return Math.abs(line.end.x - spot.x) * source.spanDays < 1.5 ? null : spot;
}

function eventLabel(
  event: ForecastEvent,
  number: number,
  source: LabelSource,
  drawing: ForecastDrawing,
  words: SpokenWords,
): ForecastLabel | null {
  const index = daysBetween(source.today, event.day);
  switch (event.kind) {
    case 'package-ends': {
      // The line bends on the package's last day, a day before it is gone.
      const at = spotOf(index - 1, source, drawing);
      const text = words.t('chartPackageEnds', { name: words.own(event.name) });
      return at === null ? null : { id: `event-${number}`, kind: 'event', text, at };
    }
    case 'promise-due': {
      const at = spotOf(index, source, drawing) ?? spotOf(index - 1, source, drawing);
      const text = words.t('chartPromiseDue', { amount: words.money(event.amountKopecks) });
      return at === null ? null : { id: `event-${number}`, kind: 'event', text, at };
    }
    case 'reception-stops':
      // Said by the line's end.
      return null;
  }
}

/** All texts of a forecast: today, the ends of both lines, what happens on the way, the scale's last day. */
export function labelsOf(source: LabelSource, drawing: ForecastDrawing, words: SpokenWords): readonly ForecastLabel[] {
  const { now, change, spanDays, live } = source;
  const labels: ForecastLabel[] = [
    {
      id: 'today',
      kind: 'today',
      text: live ? words.t('chartToday') : words.day(source.today),
      at: { x: 0, y: drawing.zeroY },
    },
  ];
  const last = now[Math.min(spanDays, now.length - 1)];
  if (last !== undefined) {
    labels.push({ id: 'last', kind: 'last', text: words.day(last.day), at: { x: 1, y: drawing.zeroY } });
  }
  if (drawing.now.end !== null) {
    const index = Math.round(drawing.now.end.x * spanDays) - 1;
    const day = now[index]?.day;
    if (day !== undefined) {
      const text = index === 0 && live ? words.t('chartEndToday') : words.t('chartEnd', { day: words.day(day) });
      labels.push({ id: 'end', kind: 'end', text, at: drawing.now.end });
    }
  }
  const changeAt = drawing.change?.end ?? drawing.change?.spots.at(-1);
  if (change !== null && changeAt !== undefined) {
    const text = words.t(drawing.rise === null ? 'chartChange' : 'chartChangeBack', {
      amount: words.money(change.amountKopecks),
      day: words.day(change.lastDay),
    });
    labels.push({ id: 'change', kind: 'change', text, at: changeAt });
  }
  source.events.forEach((event, number) => {
    const label = eventLabel(event, number, source, drawing, words);
    if (label !== null) labels.push(label);
  });
  return labels;
}
