import { heightAt, type Spot } from './geometry.ts';

/** A rectangle in pixels of the chart. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type LabelKind = 'end' | 'change' | 'event' | 'today' | 'last';

/** A text that wants to stand by a spot; its size as measured in the page. */
export interface LabelWish {
  readonly id: string;
  readonly kind: LabelKind;
  /** Where it belongs, share of the width and pixels. */
  readonly at: Spot;
  readonly width: number;
  readonly height: number;
}

export interface LabelField {
  readonly width: number;
  /** Height of the drawing; the axis row lies below it. */
  readonly height: number;
  readonly sidePad: number;
  readonly zeroY: number;
  /** Lines a text must not stand on. */
  readonly lines: readonly (readonly Spot[])[];
}

/** From the drawing's foot to the text of the axis row. */
const axisGap = 6;
/** Air kept between two texts, and between a text and a line. */
const textAir = 12;
const lineAir = 4;

/** What gets its place first. What finds none is not shown: the table below the chart has it all. */
const order: readonly LabelKind[] = ['end', 'change', 'today', 'event', 'last'];

function overlap(a: Box, b: Box, air: number): boolean {
  return (
    a.left < b.left + b.width + air &&
    b.left < a.left + a.width + air &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

function onLine(box: Box, field: LabelField): boolean {
  for (let x = box.left - lineAir; x <= box.left + box.width + lineAir; x += 3) {
    for (const line of field.lines) {
      const y = heightAt(line, x / field.width);
      if (y !== null && y > box.top - lineAir && y < box.top + box.height + lineAir) return true;
    }
  }
  return false;
}

function steps(from: number, to: number, step: number): number[] {
  const count = Math.floor(Math.abs(to - from) / step);
  const sign = to < from ? -1 : 1;
  return Array.from({ length: count + 1 }, (_, i) => from + sign * step * i);
}

/** Places to try for a text, best first. */
function candidates(wish: LabelWish, field: LabelField): { left: number; top: number }[] {
  const x = wish.at.x * field.width;
  const inside = (left: number): number =>
    Math.max(field.sidePad, Math.min(field.width - field.sidePad - wish.width, left));
  const axis = field.height + axisGap;
  switch (wish.kind) {
    case 'today':
      return [{ left: field.sidePad, top: axis }];
    case 'last':
      return [{ left: field.width - field.sidePad - wish.width, top: axis }];
    case 'end':
      return [{ left: inside(x - wish.width / 2), top: axis }];
    case 'change': {
      const lefts = [x + 4, x - wish.width / 2, x - wish.width].map(inside);
      const tops = steps(Math.min(wish.at.y, field.zeroY) - wish.height - 8, 0, 4);
      const near = tops.slice(0, 6).flatMap((top) => lefts.map((left) => ({ left, top })));
      const far = tops.slice(6).flatMap((top) => lefts.map((left) => ({ left, top })));
      return [...near, ...far, ...lefts.map((left) => ({ left, top: axis }))];
    }
    case 'event': {
      const lefts = [x - wish.width / 2, x + 8, x - wish.width - 8].map(inside);
      const below = steps(wish.at.y + 8, field.zeroY - wish.height - 4, 4).filter((top) => top > wish.at.y);
      const above = steps(wish.at.y - wish.height - 8, 0, 4).slice(0, 6);
      return [below.slice(0, 5), below.slice(5, 12), above].flatMap((tops) =>
        lefts.flatMap((left) => tops.map((top) => ({ left, top }))),
      );
    }
  }
}

/**
 * Where each text stands so that none covers another or a line, at any width; null for those without room.
 * Deterministic: the same sizes give the same places.
 */
export function placeLabels(wishes: readonly LabelWish[], field: LabelField): ReadonlyMap<string, Box | null> {
  const placed = new Map<string, Box | null>();
  const taken: Box[] = [];
  const sorted = [...wishes].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  for (const wish of sorted) {
    const found = candidates(wish, field)
      .map((c) => ({ ...c, width: wish.width, height: wish.height }))
      .find(
        (box) =>
          box.top >= 0 &&
          box.left >= 0 &&
          box.left + box.width <= field.width &&
          !taken.some((other) => overlap(box, other, textAir)) &&
          !onLine(box, field),
      );
    placed.set(wish.id, found ?? null);
    if (found !== undefined) taken.push(found);
  }
  return placed;
}
