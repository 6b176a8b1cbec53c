import { describe, expect, it } from 'vitest';
import { createActivityFilter } from './activity.ts';

describe('what shows that a person is there', () => {
  const place = { x: 10, y: 20 };
  const isActive = createActivityFilter(() => ({ ...place }));

  it.each(['rawKeyDown', 'keyDown', 'char', 'mouseDown', 'mouseUp', 'mouseWheel', 'touchStart', 'gestureTap'])(
    'counts %s',
    (type) => {
      expect(isActive(type)).toBe(true);
    },
  );

  it.each(['mouseEnter', 'mouseLeave', 'undefined'])('does not count %s', (type) => {
    expect(isActive(type)).toBe(false);
  });

  it('counts a move when the pointer is elsewhere, once', () => {
    expect(isActive('mouseMove')).toBe(false);
    place.x += 1;
    expect(isActive('mouseMove')).toBe(true);
    expect(isActive('mouseMove')).toBe(false);
    place.y += 1;
    expect(isActive('pointerMove')).toBe(true);
  });
});
