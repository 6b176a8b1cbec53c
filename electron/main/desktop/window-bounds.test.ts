import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeWindow, smallestWindow, type Area } from './window-bounds.ts';

const first: Area = { x: 0, y: 0, width: 1920, height: 1040 };
const second: Area = { x: 1920, y: 0, width: 1280, height: 984 };
const at = (x: number, y: number, width = 1000, height = 700): Area & { maximised: boolean } => ({
  x,
  y,
  width,
  height,
  maximised: false,
});

test('the first window is centred', () => {
  expect(placeWindow(null, [first])).toEqual({ x: 340, y: 110, width: 1240, height: 820 });
});

test('a remembered place is kept', () => {
  expect(placeWindow(at(2000, 50), [first, second])).toMatchObject({ x: 2000, y: 50, width: 1000, height: 700 });
});

test('a display that is gone: centred on the first', () => {
  expect(placeWindow(at(2000, 50), [first])).toEqual(placeWindow(null, [first]));
});

test('hanging over an edge, or larger than the display: pushed back and cut', () => {
  expect(placeWindow(at(1500, 900), [first])).toMatchObject({ x: 920, y: 340 });
  expect(placeWindow(at(10, 10, 5000, 5000), [first])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
});

test('whatever is remembered, the title bar can be reached and the window is never too small', () => {
  const number = fc.integer({ min: -10_000, max: 10_000 });
  fc.assert(
    fc.property(number, number, number, number, (x, y, width, height) => {
      const place = placeWindow(at(x, y, width, height), [first, second]);
      expect(place.width).toBeGreaterThanOrEqual(smallestWindow.width);
      expect(place.height).toBeGreaterThanOrEqual(smallestWindow.height);
      const inside = [first, second].some(
        (area) =>
          place.y >= area.y &&
          place.y + 40 <= area.y + area.height &&
          place.x >= area.x - 0 &&
          place.x < area.x + area.width,
      );
      expect(inside).toBe(true);
    }),
  );
});
